# about: Loop targets may be tuples, items, attributes of lists and starred names.
d = {}
for d["k"] in range(3):
    pass
print(d)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xy")]:
    print(a, b, c)
items = [0, 0]
for items[0], items[1] in [(1, 2), (3, 4)]:
    print(items)
