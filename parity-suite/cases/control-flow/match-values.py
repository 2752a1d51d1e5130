# about: Dotted names are values, plain names are captures.
import math
def f(v):
    match v:
        case math.pi:
            return "pi"
        case math.inf:
            return "inf"
        case x:
            return f"captured {x}"
print(f(math.pi), f(float("inf")), f(3))
