# about: A small program: Newton's method and the Collatz sequence.
def root(x: float) -> float:
    guess = x
    for _ in range(50):
        guess = (guess + x / guess) / 2
    return guess
def collatz(n: int) -> int:
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print(root(2.0), root(1e10), [collatz(n) for n in range(1, 20)], collatz(837799))
