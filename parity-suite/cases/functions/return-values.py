# about: Without return the result is None; several values are a tuple.
def nothing():
    pass
def pair():
    return 1, 2
def star(items):
    return *items, "end"
print(nothing(), pair(), star([1, 2]), (lambda: None)())
