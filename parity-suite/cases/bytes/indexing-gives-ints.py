# about: An index gives an int, a slice gives bytes.
data = b"\x00abc\xff"
print(data[0], data[-1], data[1:3], data[::-1], data[::2], data[10:], list(data), len(data))
for key in (5, -6, "a", 1.5, None):
    try:
        print(data[key])
    except (IndexError, TypeError) as e:
        print(type(e).__name__ + ":", e)
for b in b"hi":
    print(b)
