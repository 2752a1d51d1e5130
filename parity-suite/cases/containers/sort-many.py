# about: Sorting many items: runs, reversed runs, repeats.
def lcg(n: int):
    x, out = 12345, []
    for _ in range(n):
        x = (x * 1103515245 + 12345) % 2**31
        out.append(x % 1000)
    return out
data = lcg(2000)
s = sorted(data)
print(s[:10], s[-5:], all(a <= b for a, b in zip(s, s[1:])), sorted(data, reverse=True) == s[::-1])
print(sorted(range(100, 0, -1))[:5], sorted(sorted(data)[::-1]) == s, sorted(data, key=lambda v: v % 10)[:12])
