# about: A small program: base64.
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
def encode(data):
    out = bytearray()
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + b"\0" * (3 - len(chunk)), "big")
        for k in range(4):
            out.append(ALPHABET[n >> (18 - 6 * k) & 63] if k <= len(chunk) else 61)
    return bytes(out)
for data in (b"", b"f", b"fo", b"foo", b"foobar", bytes(range(250, 256))):
    print(encode(data))
