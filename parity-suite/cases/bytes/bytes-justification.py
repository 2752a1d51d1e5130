# about: center, ljust, rjust, zfill and expandtabs.
print(b"ab".center(7, b"*"), b"ab".ljust(5), b"ab".rjust(5, b"."), b"-42".zfill(6), b"a\tb".expandtabs(4), b"abc".center(2), bytearray(b"x").zfill(3))
try:
    b"a".center(5, b"xx")
except TypeError as e:
    print("TypeError:", e)
