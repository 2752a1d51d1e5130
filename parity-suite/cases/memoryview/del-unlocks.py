# about: The lock ends when the last view is deleted or rebound.
data = bytearray(b"abc")
view = memoryview(data)
other = view[1:]
del view
try:
    data.append(1)
except BufferError as e:
    print("BufferError:", e)
other = None
data.append(100)
print(data)
