# about: Direct and mutual recursion.
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
def even(n):
    return n == 0 or odd(n - 1)
def odd(n):
    return n != 0 and even(n - 1)
def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))
print(fact(30), even(100), odd(7), ackermann(2, 3), fact(200) % 10**9)
