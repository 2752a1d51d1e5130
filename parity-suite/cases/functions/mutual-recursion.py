# about: Two functions that call each other.
def even(n: int) -> bool:
    return True if n == 0 else odd(n - 1)
def odd(n: int) -> bool:
    return False if n == 0 else even(n - 1)
print([even(n) for n in range(6)], odd(301))
