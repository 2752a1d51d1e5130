# about: An uncaught exception ends the program with code 1 and a traceback.
def f(x):
    return 1 / x
print("start")
f(0)
print("never")
