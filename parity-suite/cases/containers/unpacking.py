# about: Unpacking of every iterable, nested, with a star.
a, b = 1, 2
a, b = b, a
(c, d), [e, *f] = (3, 4), "xyz"
*g, h = range(4)
i, *j, k = [1, 2]
first, (second, *rest), last = 1, [2, 3, 4], 5
print(a, b, c, d, e, f, g, h, i, j, k, first, second, rest, last)
for make in (lambda: [1], lambda: [1, 2, 3], lambda: "a", lambda: 5, lambda: {1: 2}, lambda: None):
    try:
        x, y = make()
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
try:
    x, *y, z = [1]
except ValueError as e:
    print("ValueError:", e)
for k, (l, m) in {"a": (1, 2)}.items():
    print(k, l, m)
