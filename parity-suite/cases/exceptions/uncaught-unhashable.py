# about: An uncaught TypeError of a dict key.
d = {}
d[1, 2] = 3
print(d)
d[[1, 2]] = 3
