# about: Views where bytes are taken.
view = memoryview(b"xyz")
print(b"-".join([view, b"a", view[1:]]), b"ab" + view, bytearray(view) + b"!", bytes(view[::2]))
print(b"xyzzy".startswith(bytes(view)), b"a xyz".find(view), int.from_bytes(view, "big"))
