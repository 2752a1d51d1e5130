# about: in takes a subsequence or an int.
print(b"b" in b"abc", 98 in b"abc", 0 in b"abc", b"" in b"", b"ca" in b"abc", bytearray(b"bc") in b"abc")
for bad in (256, -1, "b", None):
    try:
        print(bad in b"abc")
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
