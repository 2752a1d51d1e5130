# about: splitlines knows every line boundary of Unicode.
text = "a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\u2029j"
print(text.splitlines())
print([ascii(line) for line in text.splitlines(True)])
print("".splitlines(), "\n".splitlines(), "a\n\nb".splitlines(keepends=True))
