# about: iter, next, exhaustion, and iterators of iterators.
it = iter([1, 2])
print(next(it), next(it), next(it, "done"), iter(it) is it)
try:
    next(it)
except StopIteration as e:
    print("StopIteration", e.args)
for bad in (5, None, print):
    try:
        iter(bad)
    except TypeError as e:
        print("TypeError:", e)
try:
    next([1])
except TypeError as e:
    print("TypeError:", e)
a = iter("abc")
print([x + y for x, y in zip(a, a)], list(a))
