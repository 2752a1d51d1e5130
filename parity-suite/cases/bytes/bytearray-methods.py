# about: append, extend, insert, pop, remove, reverse, clear, copy.
data = bytearray(b"abc")
data.append(100)
data.extend(b"ef")
data.extend([103, 104])
data.insert(0, 64)
data.insert(100, 33)
data.insert(-1, 46)
print(data, data.pop(), data.pop(0), data.pop(-2), data)
data.remove(98)
data.reverse()
other = data.copy()
data.clear()
print(data, other)
for call in (lambda: other.append(256), lambda: other.append("a"), lambda: other.remove(1), lambda: bytearray().pop(), lambda: other.pop(99), lambda: other.extend("ab"), lambda: other.extend([300]), lambda: other.extend(5)):
    try:
        print(call())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__ + ":", e)
print(other)
