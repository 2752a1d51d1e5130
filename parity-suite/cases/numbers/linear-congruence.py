# about: A small program: a random number generator with wrap-around by masks.
def lcg(seed: int, n: int):
    out = []
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        out.append(seed >> 33)
    return out
print(lcg(1, 8))
def xorshift(x: int) -> int:
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    return x
x = 2463534242
for _ in range(5):
    x = xorshift(x)
    print(x)
