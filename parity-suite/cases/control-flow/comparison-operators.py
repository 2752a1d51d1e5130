# about: is, is not, in, not in and their chains.
a, b = [1], [1]
print(a is a, a is b, a is not b, a == b, None is None, 1 in a in [[1]], 2 not in a, not 1 in a, "a" in "abc" == True)
print(1 < 2 > 0 != 5 >= 5, (1 < 2) < 3, 1 == 1.0 is not None)
