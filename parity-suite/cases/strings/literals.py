# about: Escapes, raw strings, adjacent literals, triple quotes and line continuation.
print("a\tb\\n\x41\u00e9\U0001F40D\N{SNAKE}\101\0end")
print(r"raw\n\t", R'x\'y')
print("one" 'two' """three""")
print("""first
second\
 joined""")
print(len("\
"), "\a\b\f\v" == "\x07\x08\x0c\x0b")
