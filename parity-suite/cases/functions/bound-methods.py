# about: Bound methods keep their receiver alive.
def f():
    items = [3, 1, 2]
    return items.append, items
push, items = f()
push(9)
pop = items.pop
print(pop(), pop(0), items, [].append is [].append)
get = {"a": 1}.get
print(get("a"), get("b", 2), list(map({"x": 5}.get, "xy")))
