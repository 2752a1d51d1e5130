# about: Nested finally blocks run from the inside out, with the value computed before.
def f():
    x = 1
    try:
        try:
            return x
        finally:
            x = 2
            print("inner", x)
    finally:
        x = 3
        print("outer", x)
print(f())
