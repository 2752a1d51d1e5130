# about: Operands, arguments, targets and items are evaluated from left to right.
log = []
def t(v, r=None):
    log.append(v)
    return r if r is not None else v
def show():
    print(log)
    log.clear()
t(1) + t(2) * t(3) - t(4); show()
[t(1), t(2)]; (t(3), t(4)); {t(5): t(6), t(7): t(8)}; {t(9), t(10)}; show()
def f(*args, **kw): pass
f(t(1), *[t(2)], t(3), k=t(4), **{"l": t(5)}); show()
d = {}
d[t("key")] = t("value"); show()
t(d, d)[t("k2")] = t("v2"); log[0] = "d"; show()
a, d[t("x")] = t(1), t(2); show()
t(1) < t(2) < t(3); show()
t(1) if t(0, 0) else t(2); show()
[1, 2, 3][t(0):t(2):t(1)]; show()
