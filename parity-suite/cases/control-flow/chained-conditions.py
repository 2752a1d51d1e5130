# about: Chained comparisons evaluate each operand once.
calls = []
def v(x):
    calls.append(x)
    return x
print(v(1) < v(2) < v(3), v(5) < v(4) < v(9), v(1) == v(1) != v(2) in [v(2)], calls)
print(1 < 2 > 0 <= 0 is not None, not 1 < 2 < 2)
