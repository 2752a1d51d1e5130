# about: Tuples hash by content and can be looked up.
print(hash(()) == hash(()), hash((1, 2)), hash((1, (2, 3))), hash((1.5, -1)), {(1, 2): "a"}[(1.0, 2)], hash((True,)) == hash((1,)))
try:
    hash((1, []))
except TypeError as e:
    print("TypeError:", e)
