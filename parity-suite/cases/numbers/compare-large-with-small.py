# about: ints that may be large compared with ones that cannot be, both ways round, in typed code
def below(n: int) -> list[bool]:
    return [n < 2, n <= 2, n > 2, n >= 2, n == 2, n != 2, 2 < n, 2 <= n, 2 > n, 2 >= n, 2 == n, 2 != n]


def last(n: int) -> bool:
    # The comparison is the last to read the large sum.
    return n * n + 1 == 5


def counted(n: int, m: int) -> int:
    found = 0
    for i in range(5):
        if i < n:
            found += 1
        if i >= n:
            found += 10
        if i == n:
            found += 100
        if n * m > i:
            found += 1000
        if n * m <= i:
            found += 10000
        if n * m != i:
            found += 100000
    return found


for n in (1, 2, 3, -5, 2**61 - 1, 2**61, -(2**61), -(2**61) - 1, 2**62, 2**63, -(2**63), 10**30, -(10**30)):
    print(n, "".join("01"[flag] for flag in below(n)), last(n), counted(n, 3), counted(n, 10**20))
print(last(2), last(10**12), last(10**25))
total = 0
for i in range(2000):
    total += last(10**20 + i) + (10**19 * i > 7)
print(total)
