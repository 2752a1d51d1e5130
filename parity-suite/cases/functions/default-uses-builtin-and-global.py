# about: Defaults may be any expression.
import math
def f(a=len("abc"), b=[i for i in range(3)], c=math.pi > 3, d=(lambda: 7)()):
    return a, b, c, d
print(f(), f(d=1))
