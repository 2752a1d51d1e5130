def kernel(n: int, scale: float) -> float:
    total = 0.0
    for i in range(n):
        total += i * scale
    return total


print(kernel(10, 0.5), 2**70, -7 // 2)
