# about: isinstance, issubclass and type on builtin types.
values = [1, True, 1.5, "a", b"b", None, [], (), {}, set(), frozenset(), range(1), ValueError("x"), bytearray(), memoryview(b""), slice(1), len, lambda: 0]
for v in values:
    print(type(v).__name__, isinstance(v, int), isinstance(v, (str, bytes)), isinstance(v, object), type(v) is int)
print(issubclass(bool, int), issubclass(KeyError, LookupError), issubclass(int, (str, int)), type(1) == int, type(type(1)).__name__, int, type(None))
