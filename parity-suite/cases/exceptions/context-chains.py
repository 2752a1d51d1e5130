# about: Contexts chain through nested handlers.
def f():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            [][1]
    except IndexError:
        {}["k"]
try:
    f()
except KeyError as e:
    while e:
        print(repr(e))
        e = e.__context__
