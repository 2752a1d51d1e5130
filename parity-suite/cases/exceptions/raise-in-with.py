# about: An exception passes with blocks and releases what they hold.
data = bytearray(b"abc")
try:
    with memoryview(data) as v:
        data.append(1)
except BufferError as e:
    print("BufferError:", e)
data.append(100)
print(data)
