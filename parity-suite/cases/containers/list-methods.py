# about: append, extend, insert, pop, remove, index, count, reverse, copy, clear.
a = [3, 1]
a.append(4)
a.extend((1, 5))
a.extend("ab")
a.insert(1, "x")
a.insert(-1, "y")
a.insert(99, "z")
print(a, a.count(1), a.index(1), a.index(1, 3), a.pop(), a.pop(0), a.pop(-2))
a.remove(1)
a.reverse()
b = a.copy()
a.clear()
print(a, b)
for call in (lambda: b.remove(99), lambda: b.index(99), lambda: [].pop(), lambda: b.pop(99), lambda: b.append(), lambda: b.append(1, 2), lambda: b.extend(5), lambda: b.insert("a", 1), lambda: b.index(4, 99)):
    try:
        print(call())
    except (ValueError, IndexError, TypeError) as e:
        print(type(e).__name__ + ":", e)
