# about: Writing through a view changes the bytearray below.
data = bytearray(b"abcdef")
view = memoryview(data)
view[0] = 90
view[1:3] = b"YX"
view[-2:] = memoryview(b"56")
sub = view[3:]
sub[0] = 48
print(data, sub.tobytes(), view.tobytes())
view[::2] = b"...".replace(b".", b"-")
print(data)
