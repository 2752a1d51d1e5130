# about: Bit operations on negative and big ints follow two's complement.
for a, b in ((6, 3), (-6, 3), (6, -3), (-6, -3), (2**70, 2**69 + 1), (-2**70, 12345), (0, -1)):
    print(a & b, a | b, a ^ b, ~a, ~b)
print(1 << 100, (1 << 100) >> 98, -1 >> 5, -5 >> 1, 5 >> 200, -5 >> 200, 0 << 10**10, True << 3)
for call in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 << 1.0):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
