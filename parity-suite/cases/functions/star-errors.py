# about: What cannot be spread into a call.
def f(*args, **kwargs):
    return args, kwargs
for call in (lambda: f(*None), lambda: f(*1.5, **{}), lambda: f(**None), lambda: f(**"ab"), lambda: f(**{None: 1}), lambda: len(*3), lambda: print(**[1])):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)
