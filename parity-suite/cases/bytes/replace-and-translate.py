# about: replace, translate with tables and deletions, maketrans.
print(b"aaa".replace(b"a", b"b", 2), b"abc".replace(b"", b"-"), b"abc".replace(b"b", b""), b"abab".replace(b"ab", b"x"))
table = bytes.maketrans(b"abc", b"xyz")
print(b"aabbcc".translate(table), b"abcd".translate(None, b"bd"), b"abcd".translate(table, b"a"), b"abc".translate(None, delete=b"c"), len(table))
for call in (lambda: bytes.maketrans(b"a", b"bc"), lambda: b"a".translate(b"x"), lambda: b"a".replace("a", "b")):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
