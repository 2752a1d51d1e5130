# about: Unicode errors check their arguments and print what they concern.
print(UnicodeDecodeError("utf-8", b"abc\xff", 3, 4, "bad"), "|", UnicodeDecodeError("utf-8", b"abc", 0, 2, "bad"), "|", UnicodeEncodeError("ascii", "é\u1234\U0001f40d", 0, 1, "r"), "|", UnicodeEncodeError("ascii", "\u1234", 0, 1, "r"), "|", UnicodeEncodeError("x", "\U0001f40d", 0, 1, "r"))
for args in (("utf-8",), ("utf-8", "str", 0, 1, "r")):
    try:
        UnicodeDecodeError(*args)
    except TypeError as e:
        print("TypeError:", e)
