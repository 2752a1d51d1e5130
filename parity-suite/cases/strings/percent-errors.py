# about: Errors of printf-style formatting.
cases = [("%d", "x"), ("%d", None), ("%s %s", ("a",)), ("%s", ("a", "b")), ("%c", "ab"), ("%c", 0x110000), ("%y", 1), ("%", 1), ("%(a)s", 5), ("%(a)s", {}), ("%x", 1.5), ("%f", "a"), ("abc", 1), ("%(a", {"a": 1}), ("%*d", ("x", 1))]
for template, value in cases:
    try:
        print(template % value)
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(template, type(e).__name__ + ":", e)
