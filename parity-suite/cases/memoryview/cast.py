# about: cast reinterprets the same bytes under another format.
data = bytearray(range(16))
for code in "bBhHiIlLqQnNfd?c":
    view = memoryview(data).cast(code)
    print(code, view.itemsize, len(view), view.tolist()[:2] if code not in "fd" else len(view.tolist()))
view = memoryview(data).cast("I")
view[0] = 0xFFFFFFFF
print(data[:5], view.cast("B")[3], view.cast("B").cast("h")[0])
