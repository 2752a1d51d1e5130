# about: An uncaught BufferError.
data = bytearray(b"abc")
with memoryview(data) as view:
    print(len(view))
    data.append(1)
