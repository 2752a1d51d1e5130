# about: Many insertions and deletions keep order and content.
d = {}
for i in range(5000):
    d[i * 7919 % 10007] = i
for i in range(0, 5000, 3):
    del d[i * 7919 % 10007]
for i in range(100):
    d["k" + str(i)] = i
print(len(d), list(d)[:5], list(d)[-3:], sum(v for v in d.values()), d.get(7919), d.get(0))
