# about: A small program: a hex dump.
data = "Hello, wörld!\n".encode() * 3
for offset in range(0, len(data), 16):
    row = data[offset:offset + 16]
    print(f"{offset:08x}  {row.hex(' '):<47}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in row)}")
