# about: Shifts of typed ints beyond a machine word.
def left(a: int, n: int) -> int:
    return a << n
def right(a: int, n: int) -> int:
    return a >> n
for n in (0, 1, 59, 60, 61, 62, 63, 64, 65, 200):
    print(left(3, n), left(-3, n), right(-1, n), right(2**70, n), right(-2**70 - 1, n))
for f in (left, right):
    try:
        f(1, -1)
    except ValueError as e:
        print(e)
