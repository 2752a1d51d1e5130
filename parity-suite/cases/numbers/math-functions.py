# about: math: rounding, roots, logarithms, trigonometry.
import math
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(2**70), math.sqrt(2), math.isqrt(10**20), math.pi, math.e, math.tau, math.inf, math.nan)
print(math.log(10), math.log(8, 2), math.log2(2**100), math.log10(1000), math.log(10**400), math.exp(1), math.log1p(1e-10), math.expm1(1e-10))
print(math.sin(1), math.cos(1), math.tan(1), math.atan2(1, -1), math.hypot(3, 4), math.hypot(1, 2, 3), math.degrees(math.pi), math.radians(180))
print(math.gcd(12, 18), math.gcd(), math.lcm(4, 6), math.factorial(20), math.comb(10, 3), math.perm(5, 2), math.prod([1, 2, 3, 4]), math.fsum([0.1] * 10))
print(math.modf(-2.5), math.frexp(8.5), math.ldexp(0.5, 4), math.copysign(1, -0.0), math.fmod(-7, 3), math.remainder(7, 4), math.isclose(0.1 + 0.2, 0.3), math.dist((0, 0), (3, 4)))
