# about: A running product and sum grow into big ints and shrink again.
p = 1
for i in range(1, 40):
    p *= i
    if i % 6 == 0:
        print(i, p)
for i in range(39, 0, -1):
    p //= i
print(p)
s = 2**46 - 5
for i in range(10):
    s += 1
print(s, s - 2**46)
