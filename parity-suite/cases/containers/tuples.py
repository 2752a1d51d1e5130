# about: Tuples: literals, one item, nesting, methods, comparison, immutability.
t = 1, "a", (2,)
print(t, (), (1,), t[1:], t + (3,), t * 2, len(t), t.count(1), t.index("a"), t[-1], (1, 2) < (1, 3), (1,) == (1.0,), hash((1, 2)) == hash((1, 2)), tuple("ab"), tuple([1]), 1 in t)
for call in (lambda: t.index(9), lambda: t[9], lambda: t + [1], lambda: t.append(1)):
    try:
        print(call())
    except (ValueError, IndexError, TypeError, AttributeError) as e:
        print(type(e).__name__ + ":", e)
try:
    t[0] = 1
except TypeError as e:
    print("TypeError:", e)
try:
    t[2] += (3,)
except TypeError as e:
    print("TypeError:", e)
