# about: float() of text.
for text in ("1", " 1.5 ", "1e3", "1E-3", ".5", "5.", "1_000.5", "inf", "-Infinity", "nan", "+NaN", "٣.٥", "1e400", "1e-400", "0x10", "1__0", "", "1e", "e1", "1.2.3", "infinit", "1_.5", "- 1"):
    try:
        print(repr(text), float(text))
    except ValueError as e:
        print("ValueError:", e)
print(float(), float(3), float(True), float(2**70), float(b"1.5"))
for bad in (None, [], 10**400):
    try:
        float(bad)
    except (TypeError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
