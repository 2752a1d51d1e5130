# about: An exception in a handler leaves the try, after its finally.
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("from handler")
    finally:
        print("finally")
except KeyError as e:
    print(repr(e), repr(e.__context__))
