# about: while with break, continue and else.
n = 0
while n < 10:
    n += 1
    if n == 3:
        continue
    if n == 6:
        break
    print(n, end=" ")
else:
    print("never")
print(n)
while n:
    n -= 1
else:
    print("else", n)
while False:
    print("never")
else:
    print("at once")
