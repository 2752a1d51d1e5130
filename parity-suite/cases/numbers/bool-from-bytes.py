# about: What a class method makes is of the class that it is called on: bool.from_bytes is a bool.
print(bool.from_bytes(b"\x00\x00", "big"), bool.from_bytes(b"\x00\x07", "little"))
print(int.from_bytes(b"\x00\x07", "big"), True.from_bytes(b"\x02", "big"))
print(bool.from_bytes(b""), bool.from_bytes(bytearray(300)), bool.from_bytes([0, 1]))
try:
    bool.from_bytes("1", "big")
except TypeError as error:
    print(error)
try:
    bool.from_bytes(b"1", "middle")
except ValueError as error:
    print(error)
