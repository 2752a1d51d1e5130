# about: Infinities and NaN in typed floats.
def compare(a: float, b: float) -> int:
    return (a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b)
values = [float("-inf"), -1.0, -0.0, 0.0, 1.5, float("inf"), float("nan")]
for a in values:
    print([compare(a, b) for b in values])
def combine(a: float, b: float) -> float:
    return a * b - b
print([combine(a, 2.0) for a in values], combine(float("inf"), float("inf")))
