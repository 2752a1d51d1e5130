# about: with on a class of the program: enter, exit, swallowed exceptions.
class Guard:
    def __init__(self, name, swallow):
        self.name = name
        self.swallow = swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind.__name__ if kind else None, value)
        return self.swallow
with Guard("a", False) as a, Guard("b", True) as b:
    print(a, b)
    raise ValueError("inside")
print("after")
try:
    with Guard("c", False):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
def f():
    with Guard("d", False):
        return "returned"
print(f())
for i in range(2):
    with Guard("loop", False):
        if i == 0:
            continue
        break
