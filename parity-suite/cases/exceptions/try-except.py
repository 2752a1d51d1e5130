# about: The first matching except runs; else runs without an exception; finally always.
def f(action):
    try:
        print("try", end=" ")
        if action == "value":
            raise ValueError("v")
        if action == "key":
            {}["k"]
        if action == "type":
            1 + "a"
    except ValueError as e:
        print("value", e, end=" ")
    except (KeyError, IndexError) as e:
        print("lookup", repr(e), end=" ")
    except Exception as e:
        print("other", type(e).__name__, end=" ")
    else:
        print("else", end=" ")
    finally:
        print("finally")
for action in ("", "value", "key", "type"):
    f(action)
