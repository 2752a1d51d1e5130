# about: sum, min, max and abs over mixed numbers, with start, key and default.
print(sum([1, 2, 3]), sum([0.1] * 10), sum([1, 2.5, True]), sum([], 5), sum([[1], [2]], []), sum(range(101)), sum([2**62] * 4))
print(min(3, 1, 2), max([1, 5, 3]), min("b", "a"), max([], default=7), min([-3, 2], key=abs), max(1, 2, key=lambda n: -n), abs(-5), abs(-2.5), abs(-2**70), abs(True))
for call in (lambda: min([]), lambda: max(), lambda: sum(["a"]), lambda: sum("ab", ""), lambda: max(1, "a"), lambda: abs("x"), lambda: max(5)):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
