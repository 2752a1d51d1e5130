# about: setdefault, pop, popitem, update, copy, clear, fromkeys, merge.
d = {"a": 1}
print(d.setdefault("a", 9), d.setdefault("b"), d.setdefault("c", []), d.pop("b"), d.pop("x", "none"), d)
d.update({"a": 2}, z=26)
d.update([("k", 1), ("l", 2)])
d.update()
print(d, d.popitem(), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), d | {"a": 0}, {"q": 1} | d)
e = d.copy()
e |= {"new": 1}
e |= [("p", 2)]
d.clear()
print(d, e)
for call in (lambda: d.pop("x"), lambda: d.popitem(), lambda: e.update(5), lambda: e.update([1]), lambda: e.update([(1, 2, 3)]), lambda: d | [1], lambda: e.get(), lambda: d.setdefault()):
    try:
        print(call())
    except (KeyError, TypeError, ValueError) as e2:
        print(type(e2).__name__ + ":", e2)
