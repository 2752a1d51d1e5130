# about: A small program: variable-length integers.
def put(n: int):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)
def get(data):
    n = shift = 0
    for byte in data:
        n |= (byte & 127) << shift
        shift += 7
    return n
for n in (0, 127, 128, 300, 2**32, 2**64 - 1, 10**20):
    print(n, put(n), get(put(n)) == n)
