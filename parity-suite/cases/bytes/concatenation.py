# about: + and * of bytes and bytearrays: the left operand's type wins.
print(b"ab" + b"cd", b"ab" + bytearray(b"cd"), bytearray(b"ab") + b"cd", b"ab" * 2, 2 * b"x", b"x" * 0, b"ab" + memoryview(b"c"))
for bad in ("x", 1, [1], None):
    try:
        print(b"a" + bad)
    except TypeError as e:
        print("TypeError:", e)
