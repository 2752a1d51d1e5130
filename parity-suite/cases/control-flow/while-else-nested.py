# about: while-else within for-else.
for n in range(2, 12):
    d = 2
    while d * d <= n:
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
        d += 1
    else:
        print(n, "is prime")
else:
    print("done")
