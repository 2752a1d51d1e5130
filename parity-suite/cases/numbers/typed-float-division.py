# about: Division, floor division and remainder of typed floats.
def three(a: float, b: float):
    return a / b, a // b, a % b
for a, b in ((7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (0.0, -3.0), (1e300, 1e-10), (5.0, float("inf")), (-5.0, float("inf"))):
    print(three(a, b))
for op in (lambda a, b: a / b, lambda a, b: a // b, lambda a, b: a % b):
    try:
        op(1.0, 0.0)
    except ZeroDivisionError as e:
        print(e)
