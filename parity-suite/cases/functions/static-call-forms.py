# about: Direct calls with keywords, defaults and stars give what dynamic calls give.
def f(a, b=10, *args, c=20, **kw):
    return a, b, args, c, kw
g = f
for h in (f, g):
    print(h(1), h(1, 2), h(1, c=3), h(b=2, a=1), h(1, 2, 3, c=4, d=5), h(*[1, 2, 3]), h(1, *[2], **{"c": 3}))
print(f(1), f(1, 2), f(1, c=3), f(b=2, a=1), f(1, 2, 3, c=4, d=5), f(*[1, 2, 3]), f(1, *[2], **{"c": 3}))
