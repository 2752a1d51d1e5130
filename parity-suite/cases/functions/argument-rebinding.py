# about: Parameters can be assigned, deleted and captured.
def f(a, b):
    a, b = b, a
    a += "!"
    return a, b
def g(x):
    x = [x]
    x = x + x
    del x
    x = "end"
    return x
text = "t"
print(f("x", text), g("y"), text)
