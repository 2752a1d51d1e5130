# about: divmod and pow with three arguments.
for a, b in ((7, 3), (-7, 3), (7, -3), (2**80, 10**9), (7.5, 2), (-7.5, 2)):
    print(divmod(a, b))
print(pow(3, 200, 13), pow(2, 10), pow(3, -1, 7), pow(-2, 3, 5), pow(2, 0, 1), pow(10, 40, 10**20 + 7))
for args in ((1, 2, 0), (2, -1, 4)):
    try:
        print(pow(*args))
    except ValueError as e:
        print("ValueError:", e)
