# about: return from loops, nested blocks and without a value.
def find(items, wanted):
    for i, row in enumerate(items):
        for j, x in enumerate(row):
            if x == wanted:
                return i, j
def nothing():
    return
print(find([[1, 2], [3, 4]], 3), find([], 1), nothing())
