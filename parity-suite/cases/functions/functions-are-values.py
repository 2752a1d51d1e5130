# about: Functions in variables, containers, arguments and results; their identity.
def a():
    return "a"
b = a
fs = [a, b, len, print, str.upper]
print(b(), fs[0] is b, a == b, a is not len, [f.__name__ for f in fs], callable(a), callable(5))
def apply(f, *args):
    return f(*args)
print(apply(max, 1, 2), apply(apply, len, "abc"), apply(lambda: "x"))
def outer():
    def inner():
        return "inner"
    return inner
print(outer()(), outer() is outer(), {a: 1}[b])
