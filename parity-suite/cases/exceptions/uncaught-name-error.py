# about: An uncaught NameError.
def later():
    return not_there + 1
print("start")
later()
