# about: zip, enumerate, reversed and their options.
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(enumerate("ab", start=5)), list(reversed([1, 2])), list(reversed((1, 2))), dict(enumerate("x")), list(zip(*[(1, 2), (3, 4)])))
for call in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip(5)), lambda: reversed({1}), lambda: enumerate(5), lambda: list(enumerate([1], "a"))):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
