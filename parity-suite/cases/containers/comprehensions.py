# about: List, set and dict comprehensions: filters, nesting, own scope.
x = "outer"
print([x * x for x in range(5)], {x % 3 for x in range(9)}, {k: v for k, v in zip("ab", (1, 2))}, x)
print([(i, j) for i in range(3) for j in range(i)], [n for n in range(20) if n % 2 if n % 3 == 0], [[j for j in range(i)] for i in range(3)])
print([y for row in [[1, 2], [3]] for y in row], {len(w): w for w in ("a", "bb", "c")}, [a + b for a, b in [(1, 2), (3, 4)]], [*(n for n in (1, 2))])
