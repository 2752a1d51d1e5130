# about: Ints cross 2**46, 2**62, 2**63 and 2**64 without a seam.
for bits in (45, 46, 47, 61, 62, 63, 64, 65):
    n = 2**bits
    for v in (n - 1, n, n + 1, -n - 1, -n, -n + 1):
        print(v, v + 1, v - 1, v * 2, v // 2, -v, v == n, v < n)
