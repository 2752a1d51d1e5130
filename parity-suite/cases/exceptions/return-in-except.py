# about: return in except, else and finally.
def f(bad):
    try:
        if bad:
            raise ValueError
    except ValueError:
        return "except"
    else:
        return "else"
    finally:
        print("finally", bad)
print(f(True), f(False))
