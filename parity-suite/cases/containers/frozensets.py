# about: Frozensets are hashable and have no methods that change them.
f = frozenset([1, 2])
print(f, frozenset(), {f: "k"}[frozenset([2, 1])], hash(f) == hash(frozenset([2, 1])), f | {3}, f.copy() is f)
try:
    f.add(1)
except AttributeError as e:
    print("AttributeError:", e)
