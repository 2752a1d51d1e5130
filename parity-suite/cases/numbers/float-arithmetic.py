# about: Float arithmetic, floor division and modulo with signs, infinities and zeros.
inf, nan = float("inf"), float("nan")
for a, b in ((7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (0.0, 3.0), (-0.0, 3.0), (1e308, 10.0), (5.0, inf), (-5.0, inf), (inf, 2.0), (0.1, 0.01)):
    print(a, b, a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
print(nan == nan, nan != nan, nan < 1, inf > 10**400, inf - inf, 0.0 == -0.0, str(-0.0), 1e308 * 10)
