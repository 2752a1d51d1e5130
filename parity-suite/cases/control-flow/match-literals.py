# about: match on literals, None, bools, negative and string patterns.
def f(v):
    match v:
        case 0:
            return "zero"
        case -1 | 1:
            return "one"
        case 2.5:
            return "float"
        case "a" | "b":
            return "letter"
        case b"x":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case _:
            return "other"
for v in (0, -1, 1, 2.5, "a", "c", b"x", None, True, False, 0.0, [], 1.0):
    print(repr(v), f(v))
