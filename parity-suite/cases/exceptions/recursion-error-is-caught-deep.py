# about: RecursionError passes finally blocks and can be handled in the middle.
depth = 0
def f(n):
    global depth
    depth = n
    try:
        f(n + 1)
    finally:
        depth -= 1
try:
    f(0)
except RecursionError:
    print("caught", depth < 5)
