# about: The messages for missing and surplus arguments.
def zero(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def default(a, b=1): pass
def only(*, k): pass
def only2(*, k, l): pass
def rest(a, *args): pass
for call in (lambda: zero(1), lambda: one(), lambda: one(1, 2), lambda: two(), lambda: two(1), lambda: three(), lambda: three(b=1), lambda: default(), lambda: default(1, 2, 3), lambda: only(), lambda: only(1), lambda: only2(), lambda: rest(), lambda: one(1, a=2), lambda: zero(x=1), lambda: one(1, k=1)):
    try:
        call()
    except TypeError as e:
        print("TypeError:", e)
