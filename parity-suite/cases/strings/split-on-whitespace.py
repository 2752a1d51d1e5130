# about: split without a separator takes runs of Unicode white space and drops empty ends.
text = "  a\tb\n c\u3000d\x1ce  "
print(text.split())
print(text.split(None, 2))
print(text.rsplit(None, 2))
print("".split(), "   ".split(), "x".split())
