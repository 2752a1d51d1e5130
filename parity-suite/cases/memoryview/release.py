# about: A released view refuses everything.
view = memoryview(b"abc")
view.release()
view.release()
for call in (lambda: view[0], lambda: len(view), lambda: view.tobytes(), lambda: view.format, lambda: view.tolist(), lambda: view == b"abc", lambda: bytes(view), lambda: memoryview(view), lambda: hash(view), lambda: view[1:]):
    try:
        print(call())
    except ValueError as e:
        print("ValueError:", e)
