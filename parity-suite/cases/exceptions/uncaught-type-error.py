# about: An uncaught TypeError of an operator.
def add(a, b):
    return a + b
print(add(1, 2), add("a", "b"))
print(add("a", 2))
