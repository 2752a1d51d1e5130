# about: A local may change its type between iterations.
def mix(n: int):
    x = 0
    for i in range(n):
        if i == 3:
            x = x + 0.5
        elif i == 5:
            x = str(x)
        elif i > 5:
            x = x + "!"
        else:
            x = x + 1
    return x
for n in range(8):
    print(n, mix(n))
