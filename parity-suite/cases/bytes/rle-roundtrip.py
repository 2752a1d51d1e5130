# about: A small program: run-length coding of bytes.
def pack(data):
    out = bytearray()
    i = 0
    while i < len(data):
        n = 1
        while i + n < len(data) and data[i + n] == data[i] and n < 255:
            n += 1
        out += bytes((n, data[i]))
        i += n
    return bytes(out)
def unpack(data):
    return b"".join(bytes([v]) * n for n, v in zip(data[::2], data[1::2]))
for data in (b"", b"aaab", bytes(600), b"abc"):
    print(len(pack(data)), unpack(pack(data)) == data)
