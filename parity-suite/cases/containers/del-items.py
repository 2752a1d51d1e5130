# about: del of items, slices, names and several at once.
a, d = [1, 2, 3, 4], {"k": 1, "l": 2}
del a[0], d["k"]
del a[-1:]
print(a, d)
x = y = 1
del x, y
try:
    x
except NameError as e:
    print("NameError:", e)
try:
    del a[9]
except IndexError as e:
    print("IndexError:", e)
