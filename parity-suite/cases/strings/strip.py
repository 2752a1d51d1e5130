# about: strip takes a set of characters, or white space.
print(repr("  x ".strip()), repr("  x ".lstrip()), repr("  x ".rstrip()))
print("xxyaxyx".strip("xy"), "xxyaxyx".lstrip("x"), "xxyaxyx".rstrip("yx"), "aaa".strip("a") == "")
print(repr("\u3000\x85 a\u2003".strip()), "äöa".strip("öä"), " a ".strip(""), " a ".strip(None))
