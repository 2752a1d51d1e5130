# about: What cannot be assigned to an item.
view = memoryview(bytearray(b"abc"))
for value in (256, -1, "a", b"a", 1.5, None, [1]):
    try:
        view[0] = value
        print("assigned")
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ":", e)
view[1] = True
print(view.tobytes())
