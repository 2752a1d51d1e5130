# about: Read-only views of bytes can be hashed, others cannot.
print(hash(memoryview(b"abc")) == hash(b"abc"), {memoryview(b"k"): 1}[b"k"])
for view in (memoryview(bytearray(b"abc")), memoryview(b"abcd").cast("I")):
    try:
        hash(view)
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ":", e)
