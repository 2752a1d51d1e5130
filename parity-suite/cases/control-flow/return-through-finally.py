# about: finally runs on return, break and continue, and its own return wins.
def f():
    try:
        return "try"
    finally:
        print("finally")
def g():
    try:
        return "try"
    finally:
        return "finally"
def h():
    for i in range(3):
        try:
            if i == 0:
                continue
            if i == 2:
                break
            print("body", i)
        finally:
            print("clean", i)
    return i
def swallow():
    while True:
        try:
            raise ValueError
        finally:
            break
    return "swallowed"
print(f(), g(), h(), swallow())
