# about: strip, startswith, endswith, removeprefix and removesuffix.
data = b"  xyx "
print(data.strip(), data.lstrip(), data.rstrip(), b"xyx".strip(b"x"), b"abc".strip(b""), data.strip().startswith(b"x"), b"abc".startswith((b"b", b"a")), b"abc".endswith(b"bc", 1), b"abc".removeprefix(b"a"), b"abc".removesuffix(b"bc"), b"abc".startswith(b""))
for bad in ("a", 1, ["a"], ("a",)):
    try:
        print(b"abc".startswith(bad))
    except TypeError as e:
        print("TypeError:", e)
