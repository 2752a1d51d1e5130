# about: A small program: counting through a view of ints.
counts = bytearray(4 * 16)
view = memoryview(counts).cast("I")
for byte in b"the quick brown fox jumps over the lazy dog":
    view[byte & 15] += 1
print(view.tolist(), sum(view))
