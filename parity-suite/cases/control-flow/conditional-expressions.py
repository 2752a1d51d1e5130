# about: Conditional expressions evaluate one branch, nest to the right.
def f(n):
    return "neg" if n < 0 else "zero" if n == 0 else "pos"
print(f(-1), f(0), f(5), (1 if True else 1 / 0), [x if x % 2 else -x for x in range(4)])
