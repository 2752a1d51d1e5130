# about: __doc__ of functions with and without a docstring.
def one():
    "One."
    return 1
def two():
    """Two
    lines."""
def three():
    x = "no docstring"
def four():
    f"no docstring"
def five():
    "con" "catenated"
print([f.__doc__ for f in (one, two, three, four, five, lambda: "x")], one())
three.__doc__ = "set"
print(three.__doc__)
