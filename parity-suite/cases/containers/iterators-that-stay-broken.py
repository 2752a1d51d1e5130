# about: an iterator over a dict that changed its size raises for ever; functions that exhaust their own iterator
d = {"a": 1, "b": 2, "c": 3}
it = iter(d)
next(it)
d["x"] = 0
for _ in range(3):
    try:
        print(next(it))
    except RuntimeError as error:
        print(error)
    d.pop("x", None)
print(list(d))

calls = []


def more():
    calls.append(1)
    if len(calls) == 1:
        print(list(iterator))
        return "lost"
    return "end" if len(calls) > 3 else len(calls)


iterator = iter(more, "end")
try:
    print(next(iterator))
except StopIteration:
    print("stopped")
