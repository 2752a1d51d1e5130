import sys


def total(limit: int) -> int:
    sum = 0
    for i in range(limit):
        sum += i
    return sum


print(total(10))
sys.exit(4)
