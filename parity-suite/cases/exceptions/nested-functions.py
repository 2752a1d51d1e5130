# about: Exceptions pass through several frames and loops.
def a(n):
    for i in range(n):
        b(i)
def b(i):
    if i == 2:
        raise LookupError(i)
    print("b", i)
try:
    a(5)
except LookupError as e:
    print("caught", e.args[0])
