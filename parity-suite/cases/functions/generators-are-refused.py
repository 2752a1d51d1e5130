# about: Generators are not supported yet, and the compiler says so.
# refused: yield
def f():
    yield 1
print(list(f()))
