# about: The traceback of an uncaught exception goes to standard error; what was printed stays.
def inner(n):
    return [1, 2][n]
def outer():
    return inner(5)
print("before")
outer()
