# about: Several statements on a line, lines joined by backslashes and brackets.
a = 1; b = 2; print(a, b)
c = a + \
    b
d = (a,
     b,
     # a comment inside
     c)
print(c, d); print("end")
