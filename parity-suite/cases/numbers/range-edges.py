# about: Ranges with limits at the edges, and what range() refuses.
print(list(range(0)), list(range(5, 0)), list(range(5, 0, -2)), list(range(-3, 4, 3)), list(range(2**61 - 2, 2**61 + 2)))
for i in range(2**61 - 1, 2**61 + 1):
    print(i, end=" ")
for i in range(-2**61 - 1, -2**61 + 1):
    print(i, end=" ")
print()
for args in ((1, 2, 0), (1.5,), ("3",), ()):
    try:
        print(range(*args))
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ":", e)
