# about: repr is the shortest text that reads back, with CPython's layout.
for x in (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e15, 1e16, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.5e-8, 100.0, 1e100, float("inf"), float("-inf"), float("nan"), 0.1 + 0.2, 9007199254740993.0):
    print(x, repr(x), str(-x))
