# about: An exception in a key function leaves sort, and the list keeps its items.
items = [3, 0, 1]
try:
    items.sort(key=lambda n: 1 / n)
except ZeroDivisionError as e:
    print("ZeroDivisionError:", e)
print(sorted(items))
