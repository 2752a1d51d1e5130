# about: Stars in calls with other arguments around them.
def f(*args, **kwargs):
    return args, sorted(kwargs.items())
a, d = (1, 2), {"x": 1}
print(f(0, *a), f(*a, 3), f(*a, *a, y=2, **d), f(**d, y=3), f(*"ab", *range(2), *{}), f(*(n * n for n in a)), f(*[n for n in a], **{"k" + str(n): n for n in a}))
