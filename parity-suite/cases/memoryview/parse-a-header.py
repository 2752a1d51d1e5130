# about: A small program: parsing a binary header through views.
import struct
packet = bytearray(struct.pack(">4sHHI", b"MOLT", 1, 3, 0xDEADBEEF) + bytes([10, 20, 30]))
view = memoryview(packet)
magic, version, count = bytes(view[:4]), *struct.unpack(">HH", view[4:8])
body = view[12:12 + count]
print(magic, version, count, struct.unpack_from(">I", view, 8)[0] == 0xDEADBEEF, body.tolist())
body[:] = bytes(b ^ 0xFF for b in body)
print(packet[-3:])
