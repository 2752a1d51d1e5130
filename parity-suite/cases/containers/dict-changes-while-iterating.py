# about: Changing a dict's size during iteration is a RuntimeError; changing values is not.
d = {1: 1, 2: 2}
for k in d:
    d[k] += 10
print(d)
try:
    for k in d:
        d[k + 100] = 0
except RuntimeError as e:
    print("RuntimeError:", e)
try:
    for k in d.items():
        d.clear()
except RuntimeError as e:
    print("RuntimeError:", e)
for k in list(d):
    del d[k]
print(d)
