# about: A float loop with typed parameters: sums, products, branches.
def integrate(n: int) -> float:
    h = 1.0 / n
    s = 0.0
    for i in range(n):
        x = (i + 0.5) * h
        s += 4.0 / (1.0 + x * x)
    return s * h
print(integrate(10), integrate(1000), f"{integrate(100000):.10f}")
