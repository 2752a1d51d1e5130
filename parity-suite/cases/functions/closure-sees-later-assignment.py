# about: A closure sees the variable, not the value it had.
def f():
    def g():
        return x
    x = 1
    a = g()
    x = 2
    return a, g()
print(f())
def unbound():
    def g():
        return x
    try:
        g()
    except NameError as e:
        print(type(e).__name__, e)
    x = 1
    return g()
print(unbound())
