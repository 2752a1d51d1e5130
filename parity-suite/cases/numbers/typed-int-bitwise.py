# about: and, or, xor and not of typed ints of any size.
def mix(a: int, b: int) -> int:
    return (a & b) + (a | b) - (a ^ b) + ~a
for a in (0, 1, -1, 2**61 - 1, -2**61, 2**64, -2**90):
    print([mix(a, b) for b in (0, 1, -1, 12345678901234567890, -2**61)])
