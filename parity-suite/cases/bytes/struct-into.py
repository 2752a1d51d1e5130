# about: pack_into writes into a bytearray at an offset.
import struct
buffer = bytearray(8)
struct.pack_into("<HH", buffer, 2, 0x1234, 0xABCD)
print(buffer)
try:
    struct.pack_into("<I", buffer, 6, 1)
except struct.error as e:
    print("error:", e)
