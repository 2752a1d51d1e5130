# about: An attribute that CPython's type has and the runtime lacks is refused by name.
# refused: __code__
def f():
    pass
print(f.__code__)
