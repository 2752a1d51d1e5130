# about: Builtins and unpacking over views.
view = memoryview(b"hello")
print(sum(view), max(view), sorted(view), list(reversed(view)), list(enumerate(view))[:2], any(view), bytes(view), bytearray(view), list(map(chr, view)))
a, *rest = view
print(a, rest, [b for b in view if b > 104], int.from_bytes(view[:2], "big"))
