# about: Assigning and deleting items and slices of a bytearray.
data = bytearray(range(10))
data[0] = 255
data[-1] = 65
data[2:4] = b"XYZ"
print(data)
data[::2] = bytes(len(data[::2]))
print(data)
del data[0], data[-1]
del data[1:3]
del data[::3]
data[1:1] = [1, 2]
data[5:2] = b"!"
print(data)
for key, value in ((0, 256), (0, "a"), (99, 1), (slice(0, 4, 2), b"abc"), (slice(0, 2), "ab"), (slice(0, 2), 5), ("x", 1)):
    try:
        data[key] = value
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__ + ":", e)
data[0:2] = range(3)
print(data)
