# about: An empty view is false; the length is the first dimension.
print(bool(memoryview(b"")), bool(memoryview(b"a")), len(memoryview(b"")), len(memoryview(bytes(8)).cast("Q")), memoryview(b"").tolist(), memoryview(b"").tobytes())
