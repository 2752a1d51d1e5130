# about: Augmented assignment to items and slices evaluates the target once.
log = []
def key(k):
    log.append(k)
    return k
d = {"a": 1}
d[key("a")] += 5
items = [[1], [2]]
items[key(0)] += [9]
items[key(0):key(1)] += [["x"]]
print(d, items, log)
