# about: x ** 0.5 and x ** 2 of floats, which are computed in place, and where they are not


def power(x: float) -> str:
    try:
        return f"{x ** 2!r} {x ** 2.0!r}"
    except OverflowError as error:
        return str(error)


def root(x: float) -> str:
    return repr(x**0.5)


for x in (0.0, -0.0, 1.0, 2.0, 3.0, 0.1, 1e-320, 5e-324, 1e300, 1.7e308, float("inf"), float("nan"), 12345.678, 2**53 + 1.0):
    print(x, root(x))
for x in (0.0, -0.0, -1.5, 0.1, 1e-200, 1e153, -1e154, 1.3e154, 1e155, -1e200, float("inf"), float("-inf"), float("nan")):
    print(x, power(x))


def mixed(x: float, n: int) -> list[object]:
    return [x**n, n**x, 2**x, x**-1, x**3, x**0]


print(mixed(1.5, 4), mixed(0.5, 9))
try:
    print(mixed(0.0, -1))
except ZeroDivisionError as error:
    print(error)
total = 0.0
for i in range(1000):
    total += (i * 0.37) ** 0.5 + (i - 500.25) ** 2
print(total)
