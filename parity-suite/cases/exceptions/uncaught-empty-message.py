# about: An exception without arguments and one with two.
try:
    raise ValueError(1, "b")
except ValueError as e:
    print(e, e.args)
raise RuntimeError
