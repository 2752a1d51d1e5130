# about: Twenty parameters, by position and by name.
def f(a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u):
    return [a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u]
print(f(*range(20)), f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), f(u=1, t=2, s=3, r=4, q=5, p=6, o=7, n=8, m=9, l=10, k=11, j=12, i=13, h=14, g=15, e=16, d=17, c=18, b=19, a=20))
