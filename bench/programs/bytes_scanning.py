# Dynamic: scanning bytes one by one and by searching.
def checksum(data) -> int:
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def lines(data):
    count = start = 0
    while True:
        at = data.find(b"\n", start)
        if at < 0:
            return count
        count += 1
        start = at + 1


text = bytes(range(256)) * 2000
print(checksum(text), lines(text), text.count(b"ab"), len(text.split(b"\x00")))
