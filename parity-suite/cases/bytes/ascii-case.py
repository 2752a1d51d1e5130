# about: Case methods and predicates know ASCII only.
for data in (b"Hello World", b"\xc3\xa4BC", b"", b"123", b"a1", b" \t", b"they're 3rd", b"ABC"):
    print(data.upper(), data.lower(), data.title(), data.capitalize(), data.swapcase(), data.isalpha(), data.isdigit(), data.isalnum(), data.isspace(), data.isupper(), data.islower(), data.istitle(), data.isascii())
