# about: Slices of text beyond ASCII cut between code points.
text = "αβγδε🐍ζη" * 20
print(text[:9], text[100:110], text[-3:], text[::17])
print(len(text[5:-5]), text[159], text[64:72])
