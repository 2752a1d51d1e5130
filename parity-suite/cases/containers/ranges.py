# about: Ranges are sequences: length, index, membership, slices, equality.
r = range(2, 20, 3)
print(r, len(r), r[1], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, r.index(8), r.count(8), list(r), r.start, r.stop, r.step, range(0) == range(5, 5), range(3) == range(0, 3, 1), hash(range(3)) == hash(range(0, 3)), bool(range(0)), list(reversed(range(4))), range(10**20)[10**19], 10**19 in range(0, 10**20, 10), sum(range(10)))
for call in (lambda: r[99], lambda: range(1, 2, 0), lambda: range("a"), lambda: r.index(3), lambda: len(range(10**20)), lambda: range(), lambda: range(1.0)):
    try:
        print(call())
    except (IndexError, ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
