# about: A long loop of temporary containers keeps memory flat.
total = 0
for i in range(100000):
    a = [i, str(i), (i, i + 1), {"k": i}, {i}]
    total += len(a) + a[3]["k"] % 7
print(total)
