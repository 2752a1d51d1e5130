# about: sum of floats is compensated as CPython 3.12 does it.
print(sum([0.1] * 10), sum([1e16, 1.0, -1e16]), sum([1e308, 1e308, -1e308]), sum([0.1, 0.2, 0.3]), sum([1, 0.1, 2, 0.2]))
