# about: Builtins over bytes.
data = b"hello"
print(sum(data), max(data), min(data), sorted(data), list(reversed(data)), list(enumerate(data))[:2], list(zip(data, "ab")), any(b"\0"), all(b"\0a"), set(b"aa"), [c for c in data if c > 104], tuple(b"ab"))
a, b, *rest = b"abcd"
print(a, b, rest, *b"xy")
