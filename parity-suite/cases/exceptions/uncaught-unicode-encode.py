# about: An uncaught UnicodeEncodeError.
print("abc".encode("ascii"))
print("ab\u00e9".encode("ascii"))
