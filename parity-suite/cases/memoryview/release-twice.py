# about: release() twice is fine; anything else is not.
view = memoryview(b"ab")
view.release()
view.release()
for call in (lambda: view[0], lambda: len(view), lambda: view.tobytes(), lambda: view.format, lambda: list(view), lambda: view[0:1]):
    try:
        print(call())
    except ValueError as e:
        print("ValueError:", e)
