# about: hex, fromhex, as_integer_ratio, is_integer.
for x in (0.0, -0.5, 1.0, 3.14, 1e-320, 1e300, float("inf")):
    print(x.hex(), x.is_integer(), float.fromhex(x.hex()) == x)
print((0.75).as_integer_ratio(), (1e20).as_integer_ratio(), (-2.5).as_integer_ratio())
print(float.fromhex("0x1.8p3"), float.fromhex("-0x.1p-3"), float.fromhex("1a"), float.fromhex(" inf "))
for call in (lambda: float("nan").as_integer_ratio(), lambda: float("inf").as_integer_ratio(), lambda: float.fromhex("0x"), lambda: float.fromhex("0x1p5000")):
    try:
        print(call())
    except (ValueError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
