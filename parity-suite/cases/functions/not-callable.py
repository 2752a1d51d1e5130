# about: Calling what is no function.
for bad in (5, "x", None, [], {}, 1.5, ...):
    try:
        bad()
    except TypeError as e:
        print("TypeError:", e)
