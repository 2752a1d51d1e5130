# about: int() of numbers, bytes and nothing; what it refuses.
print(int(), int(3.99), int(-3.99), int(True), int(1e20), int(b"12"), int(bytearray(b"7")), int("12", base=5))
for bad in (None, [], "x", float("nan"), float("inf"), {}):
    try:
        print(int(bad))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
try:
    int(5, 10)
except TypeError as e:
    print("TypeError:", e)
