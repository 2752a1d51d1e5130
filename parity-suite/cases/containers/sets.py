# about: Sets: literals, membership, methods that change them.
s = {3, 1, 2, 3}
s.add(5)
s.discard(99)
s.remove(1)
s.update([7, 8], (9,))
print(s, len(s), 2 in s, set(), {1} == {1.0}, bool(set()), sorted(set("hello")), {True, 1, 1.0})
s.difference_update([7])
s.intersection_update(range(9))
s.symmetric_difference_update({2, 100})
s |= {1}
s -= {3}
s &= {1, 5, 8}
s ^= {8, 9}
print(sorted(s), s.pop() in (1, 5, 9), len(s))
for call in (lambda: s.remove(77), lambda: set().pop(), lambda: s.add([]), lambda: s.update(5), lambda: {1} + {2}, lambda: {1} | [2], lambda: s[0], lambda: {[]}):
    try:
        print(call())
    except (KeyError, TypeError) as e:
        print(type(e).__name__ + ":", e)
