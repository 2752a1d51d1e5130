# about: struct packs into a view and reads from it.
import struct
buffer = bytearray(12)
view = memoryview(buffer)
struct.pack_into("<IhB", view, 2, 70000, -2, 200)
print(buffer, struct.unpack_from("<IhB", view, 2), struct.unpack("<I", view[2:6]))
