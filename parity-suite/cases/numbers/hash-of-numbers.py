# about: Equal numbers have equal hashes and are one key.
print(hash(0), hash(-1), hash(2**61 - 1), hash(2**61), hash(-2**61), hash(1.5), hash(1e300), hash(float("inf")), hash(-0.0), hash(10**30), hash(0.1))
print({1: "a", 1.0: "b", True: "c"}, len({0, 0.0, False, -0.0}))
