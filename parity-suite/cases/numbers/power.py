# about: ** with negative, zero, big and float exponents; pow with a modulus.
print(2**10, 2**0, 0**0, (-2)**3, (-2)**4, 2**-2, (-2)**-3, 2**0.5, 4**0.5, 2.0**3, 10**20)
print(pow(3, 200, 13), pow(3, -1, 7), pow(-3, 3, 5), pow(2, 10**18, 10**9 + 7), pow(5, 0, 1))
try:
    pow(2, -1, 4)
except ValueError as e:
    print("ValueError:", e)
try:
    print(10.0**400)
except OverflowError as e:
    print("OverflowError:", e)
print(2**3**2, -2**2, (-2)**2, -3**0.0)
