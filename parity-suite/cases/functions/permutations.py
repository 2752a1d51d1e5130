# about: Permutations and subsets by recursion.
def permutations(items):
    if len(items) < 2:
        return [items]
    return [[first] + rest for i, first in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]
def subsets(items):
    if not items:
        return [[]]
    rest = subsets(items[1:])
    return rest + [[items[0]] + s for s in rest]
print(permutations([1, 2, 3]), subsets("abc"))
