# about: keys, values and items are live views with set operations.
d = {"a": 1, "b": 2, "c": 3}
keys, values, items = d.keys(), d.values(), d.items()
d["d"] = 4
print(keys, values, items, len(keys), "a" in keys, 4 in values, ("a", 1) in items, ("a", 2) in items)
print(sorted(keys & {"a", "z"}), sorted(keys | ["q"]), sorted(keys - {"a"}), sorted(keys ^ {"a", "z"}), keys == {"a", "b", "c", "d"}, keys >= {"a"}, keys.isdisjoint(["x"]))
print(list(reversed(d)), list(reversed(d.items()))[:1], list(d.values()), [k + str(v) for k, v in d.items()])
