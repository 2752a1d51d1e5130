# about: A bare raise raises the exception being handled again.
def f():
    try:
        1 / 0
    except ZeroDivisionError:
        print("handling")
        raise
try:
    f()
except ZeroDivisionError as e:
    print("again:", e)
try:
    raise
except RuntimeError as e:
    print("RuntimeError:", e)
def helper():
    raise
try:
    try:
        raise KeyError("k")
    except KeyError:
        helper()
except KeyError as e:
    print("helper:", e)
