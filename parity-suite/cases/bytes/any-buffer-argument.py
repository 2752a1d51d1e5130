# about: Methods take any buffer.
print(b"abc".find(bytearray(b"c")), b"abc".replace(memoryview(b"b"), b"x"), bytearray(b"abc").startswith(memoryview(b"a")), b"-".join([memoryview(b"a"), bytearray(b"b")]), b"a,b".split(memoryview(b",")))
