# about: in, and counting by hand.
view = memoryview(b"hello")
print(104 in view, 122 in view, b"h" in view, sum(view), max(view), min(view), sorted(view))
n = 0
for byte in view:
    if byte == 108:
        n += 1
print(n, list(enumerate(view))[:2])
