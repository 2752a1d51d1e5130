# about: A small program: grouping and inverting dicts.
people = [("ann", 30), ("bob", 25), ("cid", 30), ("dan", 25), ("eve", 41)]
groups = {}
for name, age in people:
    groups.setdefault(age, []).append(name)
print(groups, {n: a for a, names in groups.items() for n in names})
