# about: A small program: dynamic programming over strings.
def lcs(a, b):
    rows = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            rows[i + 1][j + 1] = rows[i][j] + x if x == y else max(rows[i][j + 1], rows[i + 1][j], key=len)
    return rows[-1][-1]
print(lcs("AGGTAB", "GXTXAYB"), lcs("kitten", "sitting"), repr(lcs("", "a")))
