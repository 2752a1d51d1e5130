# about: Iterating yields code points as strings, forwards and backwards.
for c in "aé🐍":
    print(c, ord(c), len(c))
print(list("añ"), tuple("xy"), list(reversed("abc")), sorted("hello"), list(enumerate("ab", 1)), list(zip("ab", "xyz")))
it = iter("ab")
print(next(it), next(it), next(it, "end"))
print(max("hello"), min("hello"), [*"xy"], {c: ord(c) for c in "ab"})
