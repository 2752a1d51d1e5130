# about: += and *= change a bytearray in place.
a = bytearray(b"ab")
b = a
a += b"cd"
a *= 2
print(b, a is b)
a += memoryview(b"!")
c = b"x"
d = c
c += b"y"
print(a, c, d)
try:
    a += "text"
except TypeError as e:
    print("TypeError:", e)
