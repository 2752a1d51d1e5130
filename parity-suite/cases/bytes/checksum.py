# about: A small program: CRC-32 and Adler-32 by hand.
def crc32(data) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
def adler(data) -> int:
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a
for data in (b"", b"123456789", b"The quick brown fox jumps over the lazy dog", bytes(range(256))):
    print(hex(crc32(data)), hex(adler(data)))
