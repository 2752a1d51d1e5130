# about: a range may be longer than memory
for r in (range(10**10), range(2**40), range(0, -(2**40), -3), range(5, 2**45, 2**20)):
    print(len(r), r[-1], bool(r))
try:
    len(range(2**70))
except OverflowError as error:
    print(error)
