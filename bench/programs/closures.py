# Dynamic: closures, exceptions and method calls.
def make(n):
    def add(x):
        return x + n
    return add


total = 0
for i in range(200000):
    f = make(i)
    total += f(1)
    try:
        if i % 3 == 0:
            raise ValueError(i)
    except ValueError as e:
        total += e.args[0]
print(total)
