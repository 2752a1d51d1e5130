# about: Ints and floats mixed in typed functions.
def f(n: int, x: float) -> float:
    return n * x + n / 2 - x // 1 + (n if x > 2 else x)
print(f(3, 1.5), f(-3, 2.5), f(0, 0.0), f(2**70, 1.0), f(1, 1e308))
def g(x: float) -> float:
    return x + 1
print(g(1.0), g(1), g(True), g(2**53))
