# about: Operators and methods between sets and frozensets.
a, b = {1, 2, 3, 4}, frozenset([3, 4, 5])
print(a | b, a & b, a - b, a ^ b, b | a, type(b & a).__name__, type(a & b).__name__)
print(a.union([9], (8,)), a.intersection([1, 2, 9], {1}), a.difference([1]), a.symmetric_difference([1, 10]), a.isdisjoint([7]))
print({1} <= a, {1} < {1}, a >= {1, 2}, a.issubset(range(9)), a.issuperset([1]), a == {4, 3, 2, 1}, a != b, frozenset([1]) == {1}, {1, 2} < {1, 3})
