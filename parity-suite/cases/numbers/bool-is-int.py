# about: Bools are ints in arithmetic, text and as keys.
print(True + True, True * 3, -True, ~True, True / 2, True // 1, True & False, True | 2, True ^ True, True << 2, True == 1, True is True, isinstance(True, int))
print(str(True), repr(False), int(True), f"{True}", f"{True:d}", "%d" % True, {1: "a", True: "b"}, [10, 20][True], sum([True, True, False]), bool("0"), bool([]), not 0)
