# about: Bytes compare by content, with bytearrays and memoryviews too, never with text.
print(b"a" == bytearray(b"a"), b"a" == memoryview(b"a"), b"a" < b"b", b"ab" > b"a", b"" < b"\x00", b"a" == "a", b"a" != "a", bytearray(b"z") >= b"y", b"a" == 97)
try:
    b"a" < "a"
except TypeError as e:
    print("TypeError:", e)
print(sorted([b"b", b"", b"\xff", b"aa", b"a"]))
