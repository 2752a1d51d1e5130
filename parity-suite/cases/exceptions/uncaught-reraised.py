# about: An exception that is raised again unchanged.
def f():
    try:
        {}["a"]
    except KeyError:
        print("seen")
        raise
f()
