# about: An uncaught KeyError whose key is a tuple.
table = {(1, 2): "a"}
print(table[1, 2])
print(table[2, 1])
