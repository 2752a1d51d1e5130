# about: An uncaught exception with a cause.
try:
    int("x")
except ValueError as e:
    raise RuntimeError("could not read") from e
