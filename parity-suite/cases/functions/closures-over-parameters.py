# about: Parameters, loop variables and *args can be captured.
def f(a, *args, k=1, **kw):
    def g():
        nonlocal a
        a += 1
        return a, args, k, kw
    return g
g = f(1, 2, 3, k=4, z=5)
print(g(), g())
fs = []
for i in range(3):
    def show(n=i):
        return n, i
    fs.append(show)
print([s() for s in fs])
