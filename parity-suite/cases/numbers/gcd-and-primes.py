# about: A small program: sieve and greatest common divisors.
def gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
def sieve(n: int):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return [i for i, f in enumerate(flags) if f]
print(gcd(1071, 462), gcd(2**80, 6**40), sieve(60), len(sieve(10000)))
