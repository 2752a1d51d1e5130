# about: tolist with several formats.
data = bytes(range(8))
for fmt in "bBhHiIqQ":
    print(fmt, memoryview(data).cast(fmt).tolist())
print(memoryview(b"\xff\xfe").cast("b").tolist(), memoryview(b"\x00\x01").cast("?").tolist(), memoryview(b"ab").cast("c").tolist())
