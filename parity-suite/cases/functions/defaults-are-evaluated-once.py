# about: Defaults are made when the def runs, and are shared.
def f(x, seen=[]):
    seen.append(x)
    return seen
print(f(1), f(2), f(3, []), f(4))
n = 5
def g(a=n):
    return a
n = 6
print(g(), g(n))
def make(log):
    def d(v):
        log.append(v)
        return v
    def h(a=d(1), *, b=d(2)):
        return a, b
    return h
log = []
h = make(log)
print(h(), log, h(a=3), log)
