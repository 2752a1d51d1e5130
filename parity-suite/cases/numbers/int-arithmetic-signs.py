# about: Floor division and modulo round towards minus infinity; divmod agrees with both.
for a, b in ((7, 3), (-7, 3), (7, -3), (-7, -3), (6, 3), (-6, 3), (0, 5), (1, 10**20), (-1, 10**20), (10**20, -7)):
    print(a, b, a // b, a % b, divmod(a, b), a - b * (a // b) == a % b)
