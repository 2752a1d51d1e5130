# about: Exceptions are equal to themselves only.
a, b = ValueError("x"), ValueError("x")
print(a == a, a == b, a != b, a in [b, a], len({a, b}))
