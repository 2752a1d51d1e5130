# about: Powers of typed ints.
def power(a: int, n: int):
    return a ** n
for a in (0, 1, -1, 2, -3, 10):
    print([power(a, n) for n in (0, 1, 2, 5, 40)])
print(power(2, -2), power(-4, -1), power(2, 100))
try:
    power(0, -1)
except ZeroDivisionError as e:
    print(e)
