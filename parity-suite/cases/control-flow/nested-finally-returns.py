# about: A return in finally wins over exceptions and returns.
def f(n):
    try:
        try:
            if n == 0:
                return "body"
            if n == 1:
                raise KeyError(n)
            1 / (n - 2)
        finally:
            if n == 3:
                return "inner"
    except KeyError:
        return "key"
    except ZeroDivisionError:
        return "zero"
    finally:
        if n == 4:
            return "outer"
    return "end"
print([f(n) for n in range(6)])
