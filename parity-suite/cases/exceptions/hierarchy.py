# about: Bases catch derived exceptions; unrelated ones pass.
for exc in (KeyError, IndexError, ZeroDivisionError, FileNotFoundError, UnicodeDecodeError, RecursionError, NotImplementedError, ModuleNotFoundError, StopIteration, KeyboardInterrupt, SystemExit):
    print(exc.__name__, [b.__name__ for b in exc.__mro__], issubclass(exc, Exception))
try:
    try:
        raise KeyError("k")
    except IndexError:
        print("never")
except LookupError as e:
    print("lookup", e)
