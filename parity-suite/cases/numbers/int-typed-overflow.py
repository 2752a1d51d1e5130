# about: Typed ints overflow 61, 62, 63 bits into big ints in the middle of a loop.
def grow(start: int, factor: int, n: int):
    x = start
    seen = []
    for _ in range(n):
        x = x * factor + 1
        seen.append(x)
    return seen
print(grow(1, 10, 25))
print(grow(-1, 1000, 9))
def count(n: int) -> int:
    total = 0
    step = 2**58
    for i in range(n):
        total += step
        total -= 1
    return total
print(count(5), count(8), count(16), count(40), count(100))
