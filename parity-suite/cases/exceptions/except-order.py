# about: Handlers are tried in order; classes are evaluated only when needed.
def loud(c):
    print("evaluating", c.__name__)
    return c
try:
    raise KeyError("k")
except loud(ValueError):
    print("no")
except loud(LookupError):
    print("yes")
except loud(KeyError):
    print("never")
try:
    pass
except loud(ValueError):
    pass
