# Dynamic: sorting ints, strings, by key.
def data(n):
    x, out = 42, []
    for _ in range(n):
        x = (x * 1103515245 + 12345) % 2147483648
        out.append(x)
    return out


numbers = data(100000)
a = sorted(numbers)
b = sorted(numbers, reverse=True)
c = sorted(numbers, key=lambda v: v % 1000)
d = sorted([str(v) for v in numbers])
print(a[0], b[0], c[0], d[0], a == b[::-1])
