# about: What the usual mistakes with containers raise.
for call in (lambda: [1][5], lambda: {}["k"], lambda: {"a": 1}[("a",)], lambda: (1,)[2], lambda: "abc"[9], lambda: b""[0], lambda: [].pop(), lambda: {}.popitem(), lambda: set().pop(), lambda: [1].remove(2), lambda: {1}.remove(2), lambda: [1].index(2), lambda: int("x"), lambda: float("x"), lambda: 1 / 0, lambda: None.x, lambda: None[0], lambda: 5(), lambda: len(5), lambda: iter(5), lambda: {[]: 1}, lambda: "a" + 1, lambda: 1 + "a", lambda: [1] + (2,), lambda: -"a", lambda: 1 < "a", lambda: 5 in 5):
    try:
        call()
    except Exception as e:
        print(type(e).__name__ + ":", e)
