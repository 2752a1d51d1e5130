# about: Exceptions leave key functions, map, filter and comprehensions.
def bad(n):
    if n == 2:
        raise ValueError(f"bad {n}")
    return n
for call in (lambda: sorted([3, 2, 1], key=bad), lambda: list(map(bad, [1, 2])), lambda: [bad(n) for n in (1, 2)], lambda: max([1, 2], key=bad), lambda: list(filter(bad, [2])), lambda: sum(bad(n) for n in (1, 2)), lambda: ",".join(map(bad, [2]))):
    try:
        print(call())
    except ValueError as e:
        print("ValueError:", e)
m = map(bad, [1, 2, 3])
print(next(m))
try:
    next(m)
except ValueError as e:
    print(e)
print(next(m))
