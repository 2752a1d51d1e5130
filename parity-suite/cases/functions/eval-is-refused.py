# about: eval is out by design, and the compiler says so.
# refused: eval
print(eval("1 + 1"))
