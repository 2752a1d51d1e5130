# about: bin, oct, hex, str and repr of small, negative and huge ints.
for n in (0, 1, -1, 255, -255, 2**63, -2**64, 10**25):
    print(n, bin(n), oct(n), hex(n), repr(n), f"{n:x}")
