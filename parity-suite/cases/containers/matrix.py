# about: A small program: transposing, multiplying and printing matrices.
a = [[1, 2, 3], [4, 5, 6]]
b = [list(row) for row in zip(*a)]
c = [[sum(x * y for x, y in zip(r, col)) for col in zip(*b)] for r in a]
for row in c:
    print(" ".join(f"{v:>4}" for v in row))
print(b, [row[:] for row in a] == a)
