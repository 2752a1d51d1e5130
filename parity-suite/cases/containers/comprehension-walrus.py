# about: A walrus in a comprehension binds in the function around it.
def f(items):
    out = [y for x in items if (y := x * 2) > 2]
    return out, y
print(f([1, 2, 3]))
print([last := n for n in range(3)], last)
