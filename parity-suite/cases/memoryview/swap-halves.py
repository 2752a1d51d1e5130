# about: Halves of a buffer are exchanged in place.
buffer = bytearray(b"abcdefgh")
view = memoryview(buffer)
half = len(view) // 2
left = bytes(view[:half])
view[:half] = view[half:]
view[half:] = left
print(buffer)
