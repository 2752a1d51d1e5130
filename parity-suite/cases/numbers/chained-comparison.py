# about: Chained comparisons evaluate each operand once and stop early.
log = []
def v(n):
    log.append(n)
    return n
print(v(1) < v(2) < v(3), v(3) < v(2) < v(9), 1 < 3 > 2 == 2 != 5)
print(log)
