# about: Every augmented assignment on ints and floats.
n = 100
n += 5; print(n)
n -= 3; print(n)
n *= 2; print(n)
n //= 3; print(n)
n %= 50; print(n)
n **= 3; print(n)
n <<= 2; print(n)
n >>= 1; print(n)
n &= 0xFF; print(n)
n |= 0x100; print(n)
n ^= 0x55; print(n)
n /= 4; print(n)
