# about: A small program: mean, median, variance.
def stats(values):
    n = len(values)
    mean = sum(values) / n
    ordered = sorted(values)
    mid = n // 2
    median = ordered[mid] if n % 2 else (ordered[mid - 1] + ordered[mid]) / 2
    variance = sum((v - mean) ** 2 for v in values) / n
    return mean, median, variance ** 0.5
print(stats([2, 4, 4, 4, 5, 5, 7, 9]), stats([1.5, -2.5, 3.25]))
