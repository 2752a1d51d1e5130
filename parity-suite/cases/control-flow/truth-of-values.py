# about: What counts as true.
for v in (0, 1, -1, 0.0, 0.1, float("nan"), "", "0", b"", b"\0", [], [0], (), (0,), {}, {0: 0}, set(), {0}, None, range(0), range(1), print, ..., True, False, 2**100, slice(0)):
    print(bool(v), not v, "t" if v else "f", end=" ")
print()
