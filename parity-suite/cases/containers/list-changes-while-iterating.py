# about: A list's iterator sees the list as it is.
a = [1, 2, 3, 4]
for x in a:
    if x % 2:
        a.remove(x)
print(a)
b = [0]
for x in b:
    if x < 5:
        b.append(x + 1)
print(b)
it = iter(b)
print(list(it), list(it))
b.append(9)
print(list(it))
