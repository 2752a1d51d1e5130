# about: A checksum over a view.
def checksum(view):
    a, b = 1, 0
    for byte in view:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a
data = bytes(range(256)) * 4
view = memoryview(data)
print(checksum(view), checksum(view[10:500]), checksum(view[::3]), checksum(view[0:0]))
