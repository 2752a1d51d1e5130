# about: *args and **kwargs on both sides of a call.
def f(*args, **kwargs):
    return args, kwargs
print(f(), f(1, 2, a=3), f(*[1, 2], *(3,), **{"k": 1}, l=2), f(*"ab"), f(**{}), f(*range(3), x=1))
def g(a, *rest, key=None, **more):
    return a, rest, key, more
print(g(1), g(1, 2, 3, key=4, z=5), g(*[1, 2]), g(**{"a": 1, "b": 2}))
for call in (lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: g(1, **{"a": 2}), lambda: f(a=1, **{"a": 2}), lambda: f(*[1], **[1])):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)
