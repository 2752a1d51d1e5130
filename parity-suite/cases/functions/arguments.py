# about: Positional, keyword, default, keyword-only and positional-only parameters.
def f(a, b=2, /, c=3, *, d, e=5):
    return a, b, c, d, e
print(f(1, d=4), f(1, 20, 30, d=40, e=50), f(1, c=9, d=4))
for call in (lambda: f(), lambda: f(1), lambda: f(1, 2, 3, 4, d=1), lambda: f(a=1, d=4), lambda: f(1, d=4, x=5), lambda: f(1, 2, 3, c=3, d=4), lambda: f(1, b=2, d=4)):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)
