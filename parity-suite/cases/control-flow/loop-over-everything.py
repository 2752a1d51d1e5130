# about: for over strings, bytes, dicts, sets, ranges, zips, maps, tuples.
for it in ("ab", b"ab", {"k": 1}, {7}, range(2), zip("a", "b"), map(abs, [-1]), (1,), enumerate("x"), {"a": 1}.items(), reversed([1, 2]), iter([5]), memoryview(b"z"), frozenset([3])):
    for x in it:
        print(x, end=" ")
print()
