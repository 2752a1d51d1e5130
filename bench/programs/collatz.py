# Typed ints in loops: division, remainder, multiplication.
def longest(limit: int) -> int:
    best = 0
    best_steps = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            if n % 2 == 0:
                n = n // 2
            else:
                n = 3 * n + 1
            steps += 1
        if steps > best_steps:
            best_steps = steps
            best = start
    return best


print(longest(30000))
