# about: Arguments are passed by reference to the object.
def change(items, n):
    items.append(n)
    n += 1
    items = ["new"]
    return n
a, n = [1], 5
print(change(a, n), a, n)
