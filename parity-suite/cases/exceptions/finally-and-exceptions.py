# about: finally runs while an exception passes; an exception in it replaces the first.
def f():
    try:
        raise KeyError("first")
    finally:
        print("cleaning")
def g():
    try:
        raise KeyError("first")
    finally:
        raise ValueError("second")
for call in (f, g):
    try:
        call()
    except Exception as e:
        print(repr(e), repr(e.__context__))
