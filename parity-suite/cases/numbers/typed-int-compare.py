# about: Comparisons of typed ints of any size.
def order(a: int, b: int) -> int:
    if a < b:
        return -1
    if a > b:
        return 1
    return 0
values = [-2**70, -2**61 - 1, -2**61, -1, 0, 2**61 - 1, 2**61, 2**70]
for a in values:
    print([order(a, b) for b in values])
