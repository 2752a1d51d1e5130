# about: math.sqrt and math.pi in typed code, and functions of math whose results are known to be floats
import math
import math as m


def roots(n: int) -> float:
    total = 0.0
    for i in range(n):
        total += math.sqrt(i) + m.sqrt(i * 0.5)
    return total


def refused(x: float) -> str:
    try:
        return repr(math.sqrt(x))
    except ValueError as error:
        return f"ValueError: {error}"


print(roots(1000))
for x in (0.0, -0.0, 2.0, 1e-320, 1e308, float("inf"), float("nan"), -1.0, float("-inf"), -5e-324):
    print(x, refused(x))
print(math.sqrt(True), math.sqrt(10**30), math.sqrt(2**62 - 1))
for bad in ("4", None, [1], 10**400):
    try:
        print(math.sqrt(bad))
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)


def circle(r: float) -> float:
    return math.pi * r**2 + math.tau - math.e


print(circle(2.5), math.inf > 1e308, -math.inf, math.pi.hex(), math.pi.is_integer())


def waves(n: int) -> float:
    total = 0.0
    for i in range(1, n):
        total += math.sin(i) * math.cos(i) / math.log(i + 1) + math.hypot(i, 2, 3) + math.fsum([i, 0.5])
    return total


print(waves(50))
print(math.fmod(7, 3), math.pow(2, 10), math.ldexp(0.5, 4), math.copysign(1, -0.0), math.degrees(math.pi))


def shadowed(math):
    return math.sqrt(2) if hasattr(math, "sqrt") else math


print(shadowed(5))


class Fake:
    def sqrt(self, x):
        return "fake"


def local():
    math = Fake()
    return math.sqrt(4)


print(local())
root = math.sqrt
print(root(9), [f(2) for f in (math.exp2, math.sqrt)])
value = math.floor(math.sqrt(17)) + math.isqrt(17) + math.ceil(math.log2(9))
print(value, type(value).__name__)
