# about: math: domain and range errors, and wrong types.
import math
for call in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.factorial(2.0), lambda: math.floor("a"), lambda: math.acos(2), lambda: math.gcd(1.5), lambda: math.comb(-1, 2), lambda: math.isqrt(-1), lambda: math.sqrt("x"), lambda: math.floor(math.inf), lambda: math.ceil(math.nan), lambda: math.pow(0, -1)):
    try:
        print(call())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__ + ":", e)
