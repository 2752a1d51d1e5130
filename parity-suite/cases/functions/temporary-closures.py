# about: Many closures in a loop keep memory flat.
total = 0
for i in range(50000):
    f = lambda x, n=i: x + n + i
    total += f(1)
print(total)
