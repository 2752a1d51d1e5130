# about: What cast refuses.
view = memoryview(bytearray(12))
for args in (("I", [2]), ("x",), ("<I",), ("Q",), ("I", [3, 2]), ("B", [3, -4]), (5,), ("I", 3), ("B", [])):
    try:
        print(view.cast(*args).shape)
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ":", e)
try:
    view.cast("I").cast("H")
except TypeError as e:
    print("TypeError:", e)
try:
    view[::2].cast("H")
except TypeError as e:
    print("TypeError:", e)
