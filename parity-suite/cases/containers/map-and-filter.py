# about: map and filter are lazy and take functions of the program and of the runtime.
log = []
def double(n):
    log.append(n)
    return n * 2
m = map(double, [1, 2, 3])
print(log, next(m), log, list(m), list(m))
print(list(map(str, range(3))), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda n: n % 2, range(6))), list(map(len, ["a", "bb"])), sum(map(int, "123")), ",".join(map(str, [1, 2])), max(map(abs, [-3, 2])), dict(map(lambda k: (k, k * 2), "ab")), sorted(map(lambda n: -n, [1, 2])), set(map(double, [1, 1])), any(map(lambda n: n > 1, [1, 2])))
try:
    list(map(lambda n: 1 / n, [1, 0]))
except ZeroDivisionError as e:
    print("ZeroDivisionError:", e)
