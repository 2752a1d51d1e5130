# about: split, rsplit, splitlines, partition and join.
print(b"a,b,,c".split(b","), b"a,b,c".rsplit(b",", 1), b" a \t b\n".split(), b"a\nb\r\nc\rd\x0be".splitlines(), b"a\nb".splitlines(True), b"a=b=c".partition(b"="), b"a=b=c".rpartition(b"="), b"abc".partition(b"x"))
print(b",".join([b"a", bytearray(b"b")]), b"".join([]), bytearray(b"-").join([b"x", b"y"]), b"a b c".split(None, 1), b"x".split(sep=b"y"))
for call in (lambda: b"a".split(b""), lambda: b"a".split("x"), lambda: b",".join(["a"]), lambda: b",".join([1]), lambda: b"a".partition(b"")):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
