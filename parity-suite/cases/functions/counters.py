# about: Closures that keep a count, each its own.
def counter(start=0):
    count = start
    def step(by=1):
        nonlocal count
        count += by
        return count
    return step
a, b = counter(), counter(10)
print(a(), a(), b(5), a(by=3), b(), a())
