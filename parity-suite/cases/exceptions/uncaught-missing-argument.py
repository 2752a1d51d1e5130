# about: An uncaught TypeError of a call.
def f(a, b, *, c):
    return a, b, c
print(f(1, 2, c=3))
g = f
g(1)
