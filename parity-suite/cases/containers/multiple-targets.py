# about: a = b = value assigns from left to right.
a = b = [1]
b.append(2)
print(a is b, a)
i = 0
i, a[i] = 1, 9
print(i, a)
a[0] = i = 5
print(a, i)
