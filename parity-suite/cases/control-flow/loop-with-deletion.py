# about: A container that changes size while it is walked.
d = {1: 1, 2: 2}
try:
    for key in d:
        d[key + 10] = 1
except RuntimeError as e:
    print("RuntimeError:", e)
s = {1, 2}
try:
    for item in s:
        s.add(item + 10)
except RuntimeError as e:
    print("RuntimeError:", e)
items = [1, 2, 3, 4]
for item in items:
    if item % 2:
        items.remove(item)
print(items)
