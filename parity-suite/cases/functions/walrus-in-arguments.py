# about: A walrus in an argument is bound in the function around it.
def f(a, b):
    return a, b
print(f(x := 1, x + 1), x, f(y := [1], (y := y + [2])), y)
