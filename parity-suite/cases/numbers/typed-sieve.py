# about: A sieve with a bytearray and typed counters.
def primes(limit: int) -> list:
    sieve = bytearray(b"\x01") * (limit + 1)
    sieve[0:2] = b"\0\0"
    i = 2
    while i * i <= limit:
        if sieve[i]:
            for k in range(i * i, limit + 1, i):
                sieve[k] = 0
        i += 1
    return [i for i in range(limit + 1) if sieve[i]]
found = primes(1000)
print(len(found), found[:10], found[-3:], sum(found))
