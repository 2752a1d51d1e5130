# about: Fibonacci numbers far beyond 64 bits.
def fib(n: int) -> int:
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
for n in (10, 46, 47, 92, 93, 94, 300):
    print(n, fib(n))
