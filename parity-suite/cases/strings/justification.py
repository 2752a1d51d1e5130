# about: center, ljust, rjust and zfill pad by code points.
for width in (0, 3, 6, 7):
    print([s for s in ("ab".center(width, "*"), "abc".center(width, "*"), "日本".ljust(width, "."), "ab".rjust(width, "🐍"))])
print("42".zfill(5), "-42".zfill(5), "+4".zfill(4), "".zfill(2), "--1".zfill(6))
try:
    "a".center(5, "xx")
except TypeError as e:
    print("TypeError:", e)
