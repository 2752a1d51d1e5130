# about: Names can be deleted and bound again.
def f():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as e:
        print("UnboundLocalError:", e)
    x = 2
    return x
print(f())
y = 1
del y
y = 3
print(y)
