# about: dict() of pairs, mappings, keywords and nothing.
print(dict(), dict(a=1, b=2), dict([("x", 1), ["y", 2]]), dict({"k": 1}, k=2), dict(zip("ab", range(2))), dict(["ab", "cd"]))
for args in ((5,), ([5],), (["abc"],), (1, 2)):
    try:
        print(dict(*args))
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ":", e)
