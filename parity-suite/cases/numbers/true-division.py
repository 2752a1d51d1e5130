# about: / of ints is correctly rounded, also for huge operands.
print(7 / 2, -7 / 2, 1 / 3, 10**30 / 10**10, (2**53 + 1) / 1, 2**1000 / 2**999, (10**400) / (10**399), 1 / 10**400)
try:
    print(10**400 / 3)
except OverflowError as e:
    print("OverflowError:", e)
