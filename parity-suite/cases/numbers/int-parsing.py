# about: int() of text: bases, prefixes, underscores, white space, digits of other scripts.
for text, base in (("42", 10), (" -42\n", 10), ("+7", 10), ("1_000", 10), ("ff", 16), ("0xFF", 16), ("0b101", 0), ("0o17", 0), ("z", 36), ("٣٤", 10), ("0", 0), ("00", 0), ("-0x1f", 0), ("1010", 2)):
    print(repr(text), base, int(text, base))
for text, base in (("", 10), ("1__0", 10), ("_1", 10), ("1_", 10), ("0x", 16), ("12", 2), ("abc", 10), ("01", 0), ("1.5", 10), ("1", 1), ("1", 37), ("- 1", 10), ("½", 10)):
    try:
        print(int(text, base))
    except ValueError as e:
        print("ValueError:", e)
