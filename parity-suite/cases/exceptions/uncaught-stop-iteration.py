# about: An uncaught StopIteration of next().
it = iter([1])
print(next(it))
print(next(it))
