# about: A small program: roman numerals in both directions.
PAIRS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
def to_roman(n):
    out = ""
    for value, sign in PAIRS:
        while n >= value:
            out += sign
            n -= value
    return out
def from_roman(text):
    total = 0
    values = {s: v for v, s in PAIRS if len(s) == 1}
    for a, b in zip(text, text[1:] + " "):
        v = values[a]
        total += -v if values.get(b, 0) > v else v
    return total
for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2026, 3999):
    r = to_roman(n)
    print(n, r, from_roman(r))
