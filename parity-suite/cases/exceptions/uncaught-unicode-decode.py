# about: An uncaught UnicodeDecodeError.
print(b"abc".decode())
print(b"ab\xffc".decode())
