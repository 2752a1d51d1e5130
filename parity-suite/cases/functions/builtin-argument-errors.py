# about: Wrong calls of builtin functions.
for call in (lambda: len(), lambda: len(1, 2), lambda: len(5), lambda: len(x=1), lambda: abs(), lambda: chr(), lambda: isinstance(1), lambda: isinstance(1, 5), lambda: sorted(), lambda: int(1, 2, 3), lambda: print(1, foo=2), lambda: range(1, 2, 3, 4), lambda: divmod(1), lambda: hash([]), lambda: sum(), lambda: enumerate(), lambda: zip(1)):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)
