# about: args, str and repr of exceptions.
for e in (ValueError(), ValueError("a"), ValueError("a", 1), KeyError("k"), KeyError(), KeyError(1, 2), Exception(None), OSError(2, "No such file"), OSError(2, "No such", "f.txt"), OSError("x"), StopIteration(5), SystemExit(3), UnicodeError("u"), ZeroDivisionError("z"), AssertionError([1])):
    print(repr(e), "|", str(e), "|", e.args)
