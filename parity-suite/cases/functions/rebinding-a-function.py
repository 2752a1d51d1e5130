# about: A function's name can be bound again; callers see the new one.
def f():
    return "first"
def g():
    return f()
print(g())
def f():
    return "second"
print(g())
f = lambda: "third"
print(g())
del f
try:
    g()
except NameError as e:
    print("NameError:", e)
