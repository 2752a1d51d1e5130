# about: After a nested handler the outer exception is the one being handled.
try:
    raise KeyError("outer")
except KeyError:
    try:
        raise ValueError("inner")
    except ValueError:
        pass
    try:
        raise
    except KeyError as e:
        print("still", e, repr(e.__context__))
