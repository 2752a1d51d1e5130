# about: startswith and endswith take tuples and bounds; removeprefix and removesuffix remove once.
name = "test_case.py"
print(name.startswith("test"), name.startswith(("x", "te")), name.startswith("case", 5), name.startswith("case", 5, 8), name.startswith(()))
print(name.endswith(".py"), name.endswith((".c", ".py")), name.endswith("case", 0, 9), name.endswith(""))
print(name.removeprefix("test_"), name.removeprefix("x"), name.removesuffix(".py"), name.removesuffix(""))
for bad in (1, ["a"], ("a", 1)):
    try:
        print(name.startswith(bad))
    except TypeError as e:
        print("TypeError:", e)
