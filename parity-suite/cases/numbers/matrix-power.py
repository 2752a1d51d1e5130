# about: A small program: matrices of ints.
def multiply(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]
def power(m, n: int):
    result = [[1, 0], [0, 1]]
    while n:
        if n & 1:
            result = multiply(result, m)
        m = multiply(m, m)
        n >>= 1
    return result
print(power([[1, 1], [1, 0]], 100)[0][1])
