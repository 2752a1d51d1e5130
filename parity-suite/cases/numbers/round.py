# about: round is half to even on the decimal value, for floats and ints.
for x in (0.5, 1.5, 2.5, -0.5, 2.675, 1.005, 1e20, 123.456, -2.5):
    print(x, round(x), round(x, 1), round(x, 2), round(x, -1), round(x, 0))
print(round(15, -1), round(25, -1), round(-25, -1), round(1234, -2), round(5, 3), round(10**20, -19), round(True))
for bad in (float("inf"), float("nan")):
    try:
        round(bad)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__ + ":", e)
print(round(1.5, None), round(2.5, ndigits=0))
