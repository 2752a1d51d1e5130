# about: A bytearray that takes part in its own change.
a = bytearray(b"abc")
a.extend(a)
a[1:2] = a
a += a[:2]
print(a)
a[:] = a[::-1]
print(a, a == a, a in a)
