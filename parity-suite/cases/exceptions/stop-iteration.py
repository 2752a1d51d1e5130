# about: StopIteration can be raised and caught like others, with its value.
try:
    raise StopIteration("done")
except StopIteration as e:
    print(e.value, e.args)
it = iter([])
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)
def f():
    raise StopIteration
try:
    list(map(lambda n: f(), [1, 2]))
    print("ended")
except StopIteration:
    print("StopIteration")
