# about: Overlapping copies within one buffer behave as if through a copy.
data = bytearray(b"0123456789")
view = memoryview(data)
view[2:8] = view[0:6]
print(data)
data[:] = b"0123456789"
view[0:6] = view[2:8]
print(data)
data[:] = b"0123456789"
view[::-1] = view
print(data)
