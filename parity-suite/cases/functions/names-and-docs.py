# about: __name__, __qualname__ and __doc__.
def f():
    """The doc."""
def outer():
    def inner():
        pass
    return inner, lambda: 0
inner, lam = outer()
print(f.__name__, f.__doc__, inner.__name__, inner.__qualname__, lam.__name__, lam.__qualname__, inner.__doc__, len.__name__)
