# about: with on what is no context manager.
try:
    with 5:
        pass
except TypeError as e:
    print("TypeError:", e)
try:
    with None as x:
        pass
except TypeError as e:
    print("TypeError:", e)
