# about: Names share lists; repetition shares items; += changes in place, + does not.
a = [1]
b = a
b += [2]
c = a
c = c + [3]
grid = [[0] * 2] * 3
grid[0][0] = 1
print(a, b, c, grid, a is b, a is c)
a *= 2
a.append(a[0])
print(b)
a.extend(a)
print(len(b))
a[:] = []
print(b)
