# about: min and max over containers, with keys of the program.
d = {"a": 3, "b": 1}
print(min(d), max(d, key=d.get), min(d.items(), key=lambda kv: kv[1]), max([[1, 2], [1, 3]]), min({5, 2}), max("ab", "b"), max([(1, "a"), (1, "b")], key=lambda t: t[0]), min([], default=None), max([], key=len, default="x"))
