# about: with on views: several items, as-targets, exits in reverse order.
with memoryview(b"ab") as a, memoryview(b"cd") as b:
    print(a[0], b[0])
for v in (a, b):
    try:
        len(v)
    except ValueError as e:
        print(e)
with (
    memoryview(b"x") as c,
    memoryview(b"y"),
):
    print(bytes(c))
