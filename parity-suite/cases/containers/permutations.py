# about: A small program: permutations and subsets by recursion.
def permutations(items):
    if not items:
        return [[]]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]
def subsets(items):
    return [[]] if not items else [s + t for s in subsets(items[1:]) for t in ([], [items[0]])]
print(permutations([1, 2, 3]), len(permutations("abcd" and list("abcd"))), sorted(subsets([1, 2, 3])))
