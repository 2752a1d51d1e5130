# about: str() of everything, and of bytes with an encoding.
print(str(), str(1), str(1.5), str(None), str(True), str([1, "a"]), str("s"), str(b"x"))
print(str(b"h\xc3\xa9", "utf-8"), str(b"\xff", "latin-1"), str(b"\xff", "utf-8", "replace"), str(object=5), str(bytearray(b"ab"), "ascii"))
for args in (("x", "utf-8"), (5, "utf-8"), (b"\xff", "utf-8")):
    try:
        print(str(*args))
    except (TypeError, UnicodeDecodeError) as e:
        print(type(e).__name__ + ":", e)
