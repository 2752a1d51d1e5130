# about: Bytes literals, escapes and repr.
print(b"abc", b"\x00\xff\n\t\\'", b'it"s', b"'\"", rb"\n", b"a" b"b", b"\101")
print(bytearray(b"x\x80"), repr(b""), str(b"a"), bytearray(), len(b"\u0041"))
