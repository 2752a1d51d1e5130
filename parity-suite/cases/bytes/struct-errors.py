# about: struct.error for what does not fit.
import struct
for call in (lambda: struct.pack("B", 256), lambda: struct.pack("b", -129), lambda: struct.pack("i", 1.5), lambda: struct.pack("H"), lambda: struct.pack("H", 1, 2), lambda: struct.unpack("H", b"a"), lambda: struct.pack("y", 1), lambda: struct.pack("c", "a"), lambda: struct.pack("s", 1), lambda: struct.unpack_from("I", b"abc"), lambda: struct.pack("<Q", -1), lambda: struct.pack("f", 1e300)):
    try:
        print(call())
    except (struct.error, TypeError, OverflowError) as e:
        print(type(e).__name__ + ":", e)
