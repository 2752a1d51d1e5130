# about: A function whose branches return different types.
def f(n: int):
    if n < 0:
        return "negative"
    if n == 0:
        return None
    if n < 10:
        return n * 2
    return n / 4
print([f(n) for n in (-1, 0, 5, 10)])
def g(x: float) -> float:
    if x > 1.0:
        return 1
    return x
print(g(0.5), g(2.0))
