# about: Views of floats read and write IEEE numbers.
data = bytearray(16)
view = memoryview(data).cast("d")
view[0], view[1] = 1.5, -0.1
print(data.hex(), view.tolist())
half = memoryview(data).cast("f")
half[0] = 0.1
print(half[0], data[:4])
try:
    view[0] = "x"
except TypeError as e:
    print("TypeError:", e)
