# about: Endless recursion is a RecursionError, which can be caught, again and again.
def f(n):
    return f(n + 1)
def g(x):
    return [g(y) for y in x]
for _ in range(3):
    try:
        f(0)
    except RecursionError as e:
        print("RecursionError:", e)
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
print(deep(900))
