# about: Different container types are never equal, numbers across types are.
values = [[1], (1,), {1}, frozenset([1]), {1: 1}, "1", b"1", range(1, 2), 1, 1.0, True, None]
for a in values:
    print([a == b for b in values])
