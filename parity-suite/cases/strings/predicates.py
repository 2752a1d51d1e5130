# about: The is-methods agree with CPython for letters, digits, numerics, spaces and nothing.
words = ["", "abc", "ABC", "Abc", "a1", "123", "²", "½", "٣", "漢", " ", "\t\n", "\x1f", "\x85", "a b", "A B", "Aa Bb", "_x", "1x", "ª", "ⅷ", "\u2028", "é", "e\u0301"]
for w in words:
    print(ascii(w), w.isalpha(), w.isdigit(), w.isdecimal(), w.isnumeric(), w.isalnum(), w.isspace(), w.isupper(), w.islower(), w.istitle(), w.isidentifier(), w.isprintable(), w.isascii())
