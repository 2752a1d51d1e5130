# about: Lists: literals, indexing, length, truth, membership, repr.
items = [1, "two", 3.0, None, [4]]
print(items, items[0], items[-1], items[-1][0], len(items), bool([]), bool([0]), 3 in items, [4] in items, "x" not in items)
print([] == [], [1, 2] == [1, 2.0], [1] != [2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9])
for key in (5, -6, "a", 1.0, None):
    try:
        items[key]
    except (IndexError, TypeError) as e:
        print(type(e).__name__ + ":", e)
