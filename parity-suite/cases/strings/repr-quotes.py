# about: repr prefers single quotes and escapes what cannot be printed.
for text in ("plain", "it's", 'say "hi"', "both ' and \"", "back\\slash", "tab\t nl\n cr\r", "\x00\x1b\x7f", "é\x85\xa0\xad", "\u200b\u2028\ufeff", "\ud800", "🐍\U0010ffff", "\u0378"):
    print(repr(text), ascii(text))
