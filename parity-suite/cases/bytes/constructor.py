# about: bytes() of sizes, iterables, text and buffers.
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes("hé", "utf-8"), bytes("hé", "latin-1"), bytes(b"ab"), bytes(bytearray(b"c")), bytes(memoryview(b"de")), bytes(range(5)), bytes((65, True)))
for args in ((-1,), ([256],), ([-1],), (["a"],), ("x",), (1.5,), (b"x", "utf-8"), (None,), ([10**30],), (3, "utf-8")):
    try:
        print(bytes(*args))
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
