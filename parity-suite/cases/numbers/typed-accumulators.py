# about: Sums that leave the range of small ints and come back.
def walk(step: int, count: int) -> int:
    total = 0
    for i in range(count):
        total += step
    for i in range(count):
        total -= step
    return total
print(walk(1, 10), walk(2**59, 40), walk(-2**60, 17), walk(10**25, 5))
def product(n: int) -> int:
    result = 1
    for i in range(1, n + 1):
        result *= i
    return result
print([product(n) for n in (0, 1, 5, 20, 21, 25, 30)])
