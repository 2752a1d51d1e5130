# about: Slices of strided slices compose.
view = memoryview(bytes(range(20)))
a = view[2:18:3]
b = a[::-2]
print(a.tolist(), a.strides, b.tolist(), b.strides, b[1:].tolist(), b[5:].tolist(), view[15:5:-4].tolist())
