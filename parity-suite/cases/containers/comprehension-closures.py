# about: Functions made in a comprehension share its variable.
fs = [lambda: i for i in range(3)]
gs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [g() for g in gs])
def outer(n):
    return [n + m for m in range(3) if m != n]
print(outer(1))
