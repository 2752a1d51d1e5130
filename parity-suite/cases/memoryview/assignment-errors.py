# about: Values must fit, slices must have the same size and format.
data = bytearray(8)
view = memoryview(data)
for key, value in ((0, 256), (0, -1), (0, "a"), (0, 1.5), (9, 1), (slice(0, 2), b"abc"), (slice(0, 2), "ab"), (slice(0, 4), view.cast("I")[:1])):
    try:
        view[key] = value
        print("ok")
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__ + ":", e)
