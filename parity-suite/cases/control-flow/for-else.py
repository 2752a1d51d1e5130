# about: for with else runs it when no break happened.
for n in (6, 7):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "is prime")
for _ in []:
    pass
else:
    print("empty")
