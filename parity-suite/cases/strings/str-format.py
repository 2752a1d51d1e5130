# about: str.format with positions, names, attributes, items, conversions and nested fields.
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a}-{b}".format(a=1, b=2), "{0}{0}".format("x"))
print("{0[1]} {1[k]} {2.real}".format([10, 20], {"k": "v"}, 5), "{!r} {!s} {!a}".format("é", "é", "é"))
print("{:>{}} {:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), "{{}} {{{}}}".format(1))
print("{:%}".format(0.25), "{:,}".format(1234567), "{:08.3f}".format(-3.14159))
