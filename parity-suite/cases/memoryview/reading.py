# about: A view reads items and slices of bytes without a copy.
view = memoryview(b"abcdef")
print(view[0], view[-1], bytes(view[1:3]), view[1:3].tobytes(), view.tolist(), len(view), list(view[::2]), view[::-1].tobytes(), 98 in view)
for key in (6, -7, "a", 1.5, (0, 0)):
    try:
        print(view[key])
    except (IndexError, TypeError, NotImplementedError) as e:
        print(type(e).__name__ + ":", e)
