# about: A function called before its def has run is a NameError.
def f():
    return g()
try:
    f()
except NameError as e:
    print("NameError:", e)
def g():
    return "now"
print(f())
