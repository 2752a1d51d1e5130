# about: Floor division and remainder of typed ints with all signs.
def parts(a: int, b: int) -> int:
    return a // b * 1000 + a % b
for a in (7, -7, 0, 2**61, -2**61, 10**30):
    for b in (3, -3, 1, -1, 2**40):
        print(parts(a, b), end=" ")
    print()
try:
    parts(1, 0)
except ZeroDivisionError as e:
    print(e)
