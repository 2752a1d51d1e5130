# about: hex with separators and fromhex with spaces.
data = bytes(range(10))
print(data.hex(), data.hex(" "), data.hex("-", 4), data.hex(":", -4), b"".hex(), bytearray(b"\xab").hex())
print(bytes.fromhex("00 ff\n0A"), bytearray.fromhex("dead beef"), bytes.fromhex(""))
for text in ("0", "0 0", "zz", "00 f", "é0"):
    try:
        print(bytes.fromhex(text))
    except ValueError as e:
        print("ValueError:", e)
try:
    data.hex("ab")
except ValueError as e:
    print("ValueError:", e)
