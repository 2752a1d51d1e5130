# about: struct.pack and unpack with every byte order and code.
import struct
print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1))
print(struct.pack(">bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1))
print(struct.pack("=?c3s5pfdxe", True, b"z", b"abcd", b"pas", 1.5, -2.25, 0.5), struct.pack("!2h", 1, 2), struct.pack("@bi", 1, 2))
print(struct.unpack("<hIq", struct.pack("<hIq", -5, 7, -9)), struct.unpack(">3sx?", b"abc\0\1"), struct.unpack("<e2d", struct.pack("<e2d", 1.5, 0.1, -0.0)))
print(struct.calcsize("<bih"), struct.calcsize("@bih"), struct.calcsize("3s2x"), struct.calcsize(""), struct.unpack_from("<H", b"\0\1\2\3", 1), list(struct.iter_unpack("<H", b"\1\0\2\0")))
