# about: A view equals bytes and bytearrays with the same content.
view = memoryview(b"abc")
print(view == b"abc", view == bytearray(b"abc"), view == b"abd", view != b"abc", view == "abc", view == 3)
print(b"abc" == view, bytearray(b"abc") == view, memoryview(b"") == b"")
