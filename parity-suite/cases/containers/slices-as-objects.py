# about: slice objects and their indices.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), s.indices(6), slice(None, None, -1).indices(4), list(range(10))[s], s == slice(1, 10, 2), "abcdefghij"[s])
try:
    slice(0, 1, 0).indices(5)
except ValueError as e:
    print("ValueError:", e)
