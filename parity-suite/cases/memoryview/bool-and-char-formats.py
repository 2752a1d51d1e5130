# about: Formats ? and c give bools and bytes.
data = bytearray(b"\x00\x01\x02a")
print(memoryview(data).cast("?").tolist(), memoryview(data).cast("c").tolist())
flags = memoryview(data).cast("?")
flags[0] = True
flags[1] = []
letters = memoryview(data).cast("c")
letters[3] = b"z"
print(data)
for bad in ("z", b"zz", 5):
    try:
        letters[0] = bad
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ":", e)
