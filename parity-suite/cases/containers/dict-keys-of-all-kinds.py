# about: What may be a key, and which keys are the same.
d = {1: "int", 1.0: "float", True: "bool", "1": "str", (1,): "tuple", None: "none", frozenset([1]): "frozen", b"1": "bytes", 2**100: "big", 0.5: "half", range(3): "range"}
print(d, d[1], d[2**100], d[frozenset({1})], d[range(3)], len(d))
for bad in ([], {}, set(), [1], (1, []), bytearray()):
    try:
        d[bad] = 1
    except TypeError as e:
        print("TypeError:", e)
    try:
        bad in d
    except TypeError as e:
        print("TypeError:", e)
