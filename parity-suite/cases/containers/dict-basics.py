# about: Dicts keep insertion order; a key set again keeps its place.
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 4
del d["a"]
d["a"] = 5
print(d, len(d), list(d), "b" in d, 1 in d, d["c"], d.get("x"), d.get("x", 0), bool({}), d == {"a": 5, "c": 3, "b": 4}, d != {})
try:
    d["nope"]
except KeyError as e:
    print("KeyError:", e)
try:
    del d[0]
except KeyError as e:
    print("KeyError:", e)
try:
    d < {}
except TypeError as e:
    print("TypeError:", e)
