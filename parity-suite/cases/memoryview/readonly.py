# about: A view of bytes cannot be written, nor one made read-only.
for view in (memoryview(b"abc"), memoryview(bytearray(b"abc")).toreadonly()):
    print(view.readonly)
    try:
        view[0] = 1
    except TypeError as e:
        print("TypeError:", e)
    try:
        view[0:1] = b"x"
    except TypeError as e:
        print("TypeError:", e)
try:
    del memoryview(bytearray(b"a"))[0]
except TypeError as e:
    print("TypeError:", e)
