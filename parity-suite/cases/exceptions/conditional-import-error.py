# about: ImportError and ModuleNotFoundError can be raised by hand.
try:
    raise ModuleNotFoundError("No module named 'x'", name="x")
except ImportError as e:
    print(type(e).__name__, e, e.name, e.path)
