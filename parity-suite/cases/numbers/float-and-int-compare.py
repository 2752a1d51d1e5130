# about: Comparison of int and float is exact.
print(2**53 == float(2**53), 2**53 + 1 == float(2**53 + 1), 2**53 + 1 > float(2**53), 10**30 == 1e30, 10**400 > 1e308, -10**400 < float("-inf"), 1 == 1.0, 1 < 1.5, True == 1.0)
print(sorted([3, 2.5, 2**60, 1e18, -1, -1.5, True, 0.0]), max(1, 1.0), min(2.0, 2), hash(1) == hash(1.0) == hash(True))
