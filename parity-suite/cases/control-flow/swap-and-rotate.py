# about: Assignments to several targets, in order.
a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)
x = [0, 1, 2]
i = 0
i, x[i] = 2, "i"
print(i, x)
(p, *q), r = "abc", "d"
s = t = []
s.append(1)
print(p, q, r, t, [*q, *t])
