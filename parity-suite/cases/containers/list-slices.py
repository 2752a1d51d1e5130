# about: Slices of lists: reading, assigning, deleting, with and without steps.
a = list(range(10))
print(a[2:5], a[::-1], a[8:2:-2], a[-3:], a[:100], a[5:2])
a[2:4] = ["x", "y", "z"]
a[:0] = [-1]
a[len(a):] = [10]
print(a)
a[::2] = [0] * len(a[::2])
del a[1:3], a[-1]
del a[::3]
a[1:1] = a
print(a)
for key, value in ((slice(0, 4, 2), [1]), (slice(0, 2), 5), (slice(0, 2, 0), [1]), (slice("a", 2), [])):
    try:
        a[key] = value
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
