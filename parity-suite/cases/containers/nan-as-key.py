# about: NaN is no key twice unless it is the same object.
nan = float("nan")
d = {nan: 1}
print(nan in d, [nan] == [nan], nan == nan, nan in [nan], [nan].count(nan), (nan,) == (nan,))
