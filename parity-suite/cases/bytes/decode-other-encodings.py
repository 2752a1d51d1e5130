# about: decode from the other encodings.
print(b"\xe9".decode("latin-1"), b"\xff\xfea\x00".decode("utf-16"), b"\x00a".decode("utf-16-be"), b"a\x00\x00\x00".decode("utf-32-le"), b"abc".decode("ascii"), b"\xef\xbb\xbfx".decode("utf-8-sig"), b"\x80".decode("cp1252"))
for data, encoding in ((b"\x80", "ascii"), (b"a", "utf-16-le"), (b"\x00\xd8", "utf-16-le"), (b"abc", "utf-32"), (b"\x00\x00\x11\x00", "utf-32-le"), (b"x", "nope")):
    try:
        print(ascii(data.decode(encoding)))
    except (UnicodeDecodeError, LookupError) as e:
        print(type(e).__name__ + ":", e)
