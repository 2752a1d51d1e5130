# about: raise of classes, instances, with wrong things.
for make in (lambda: ValueError, lambda: ValueError("x"), lambda: KeyError, lambda: 5, lambda: "text", lambda: None, lambda: int, lambda: [ValueError]):
    try:
        raise make()
    except Exception as e:
        print(type(e).__name__ + ":", e)
