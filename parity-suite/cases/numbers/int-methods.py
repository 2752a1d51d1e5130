# about: bit_length, bit_count, to_bytes, from_bytes, as_integer_ratio, is_integer, attributes.
for n in (0, 1, -1, 255, 256, -256, 2**64, -2**70):
    print(n.bit_length(), n.bit_count(), n.as_integer_ratio(), n.is_integer(), n.real, n.imag, n.numerator, n.denominator, n.conjugate())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (5).to_bytes())
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xfe\xff", "little", signed=True), int.from_bytes([1, 2]), int.from_bytes(b""))
for call in (lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(1, "x"), lambda: (1).to_bytes(-1, "big")):
    try:
        print(call())
    except (OverflowError, ValueError) as e:
        print(type(e).__name__ + ":", e)
