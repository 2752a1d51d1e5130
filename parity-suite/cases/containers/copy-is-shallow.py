# about: copy, slices and constructors copy one level.
a = [[1], {2: 3}]
for b in (a.copy(), a[:], list(a), [*a]):
    b[0].append(9)
    b.append(0)
print(a)
