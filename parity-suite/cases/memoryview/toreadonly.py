# about: toreadonly() of a view that may be written to.
data = bytearray(b"abc")
view = memoryview(data)
fixed = view.toreadonly()
view[0] = 122
print(fixed.tobytes(), fixed.readonly, view.readonly, fixed == view)
try:
    fixed[0] = 1
except TypeError as e:
    print("TypeError:", e)
