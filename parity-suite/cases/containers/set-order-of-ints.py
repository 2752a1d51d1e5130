# about: Sets of ints iterate in the order of CPython's table.
print({5, 3, 1}, {10, 20, 30, 5}, set(range(10, 0, -1)), {64, 0, 32, 8}, {-1, -2, 0, 7}, set([100, 1, 33, 65]), {2**40, 1, 2**61})
s = set()
for i in (40, 8, 16, 0, 24, 32, 1, 9):
    s.add(i)
    print(s)
s.discard(8)
s.add(48)
print(s, s.copy(), frozenset(s), s | {3}, s - {0}, set(sorted(s)))
