# about: Views are equal when shapes and values are, whatever the formats.
a = memoryview(b"\x01\x02\x03\x04")
print(a == b"\x01\x02\x03\x04", a == bytearray(b"\x01\x02\x03\x04"), a == memoryview(bytearray([1, 2, 3, 4])), a != b"x", a == a[:], a[::2] == b"\x01\x03", a == "x")
print(memoryview(b"\1\0\2\0").cast("H") == memoryview(b"\1\0\0\0\2\0\0\0").cast("I"), memoryview(b"\1\0").cast("H") == b"\1\0")
try:
    a < a
except TypeError as e:
    print("TypeError:", e)
