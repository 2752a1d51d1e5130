# about: nonlocal through several levels.
def a():
    x = 1
    def b():
        nonlocal x
        x += 1
        def c():
            nonlocal x
            x *= 10
            return x
        return c
    f = b()
    return f(), f(), x
print(a())
def shadow():
    x = "outer"
    def inner():
        x = "inner"
        def most():
            nonlocal x
            x = "changed"
        most()
        return x
    return inner(), x
print(shadow())
