# about: Functions that are never called, and variables that nothing reaches, compile like others.
def integrate(n: int) -> float:
    h = 1.0 / n
    s = 0.0
    for i in range(n):
        x = (i + 0.5) * h
        s += 4.0 / (1.0 + x * x)
    return s * h
def forever(n: int) -> int:
    return forever(n + 1)
def untyped(a, b):
    for i in range(a):
        b += i
    return b
def fails(n):
    raise ValueError(n)
def after(n: int):
    x = fails(n)
    for i in range(x):
        x = x * 2 + i
    return x
try:
    after(3)
except ValueError as e:
    print(e)
