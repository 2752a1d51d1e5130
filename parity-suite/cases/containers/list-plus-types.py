# about: + joins lists only; += takes any iterable.
a = [1]
a += (2, 3)
a += "x"
a += {4: None}
a += range(2)
print(a)
for bad in ((1,), "x", None, 5):
    try:
        print([1] + bad)
    except TypeError as e:
        print("TypeError:", e)
try:
    a += 5
except TypeError as e:
    print("TypeError:", e)
