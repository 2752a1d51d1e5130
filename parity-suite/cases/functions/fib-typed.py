# about: A typed recursive function.
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print([fib(n) for n in range(20)], fib(22))
print(fib(True), fib(5.0))
