# about: Operators refuse operands with CPython's words.
values = [1, 1.5, "a", b"b", None, [1], (1,), {1: 2}, {1}]
for a in values:
    for b in values:
        try:
            r = a - b
            print(type(a).__name__, "-", type(b).__name__, "=", r)
        except TypeError as e:
            print(e)
for v in values[2:]:
    for op in (lambda x: -x, lambda x: +x, lambda x: ~x):
        try:
            print(op(v))
        except TypeError as e:
            print(e)
