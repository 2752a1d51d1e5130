# about: repr of nested and recursive containers.
a = [1]
a.append(a)
d = {"k": a}
d["d"] = d
print(a, d, [[], (), {}, set(), frozenset()], [(1,), {2: [3]}], ({"a": (None, True)},))
t = ([],)
t[0].append(t)
print(t)
