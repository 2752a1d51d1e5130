# about: except with what is no exception class is a TypeError when it is needed.
for bad in (5, "x", (ValueError, 5), int):
    try:
        try:
            raise KeyError("k")
        except bad:
            print("no")
    except TypeError as e:
        print("TypeError:", e)
