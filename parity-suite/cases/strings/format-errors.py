# about: Bad specifications are ValueErrors with CPython's words.
for value, spec in ((1, "y"), (1, ".2d"), (1.5, "d"), (1.5, "x"), (1, ",b"), (1, "_n"), (1, "c,"), (1, "99999999999999999999"), (True, "q"), (1, "+c"), (None, "5"), ([], "x"), (1, ",_"), (1.0, ".")):
    try:
        print(format(value, spec))
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
