# about: A small program: eight queens.
def solve(n):
    found = []
    def place(row, columns):
        if row == n:
            found.append(tuple(columns))
            return
        for c in range(n):
            if all(c != d and abs(c - d) != row - r for r, d in enumerate(columns)):
                place(row + 1, columns + [c])
    place(0, [])
    return found
print(len(solve(6)), solve(6)[0], len(solve(7)))
