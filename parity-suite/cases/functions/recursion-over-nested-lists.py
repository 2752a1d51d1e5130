# about: Recursion over nested containers.
def flatten(x):
    if not isinstance(x, (list, tuple)):
        return [x]
    out = []
    for item in x:
        out += flatten(item)
    return out
def depth(x):
    return 1 + max([depth(item) for item in x], default=0) if isinstance(x, list) else 0
print(flatten([1, [2, (3, [4, []])], ["ab"]]), depth([]), depth([1, [2, [3]]]))
