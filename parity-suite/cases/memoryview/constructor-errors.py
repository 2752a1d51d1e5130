# about: Only buffers have views.
for bad in ("text", 5, [1], None, range(3)):
    try:
        print(memoryview(bad))
    except TypeError as e:
        print("TypeError:", e)
try:
    memoryview()
except TypeError as e:
    print("TypeError:", e)
