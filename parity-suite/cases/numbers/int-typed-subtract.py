# about: Typed subtraction and comparison with big operands.
def diff(a: int, b: int) -> int:
    return a - b
def order(a: int, b: int):
    return (a < b, a <= b, a == b, a != b, a > b, a >= b)
big = 2**61
for a in (0, 1, -1, big, -big, big - 1, -big - 1, 2**62, 2**63, -2**63, 2**80, -2**80):
    for b in (0, 1, big, -big, 2**62, -2**63, 2**80):
        print(diff(a, b), *order(a, b))
