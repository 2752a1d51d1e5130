# about: print with sep, end, file and flush.
import sys
print(1, 2, sep="-", end="!\n")
print("a", "b", sep="", end="")
print()
print(*[1, 2], sep="\n")
print("x", flush=True)
print("to stderr", file=sys.stderr)
print("none", sep=None, end=None)
for kw in ({"sep": 1}, {"end": 5}):
    try:
        print("x", **kw)
    except TypeError as e:
        print("TypeError:", e)
