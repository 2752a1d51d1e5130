# about: Where an int is needed, a float is refused and a bool is taken.
print([10, 20, 30][True], "abc"[False], list(range(True, 4)), "ab" * True, hex(True), chr(True + 64))
for call in (lambda: [1][1.0], lambda: range(2.0), lambda: "ab" * 2.0, lambda: hex(1.5), lambda: chr(65.0), lambda: [1, 2][:1.5], lambda: round(1.5, 1.0)):
    try:
        print(call())
    except TypeError as e:
        print("TypeError:", e)
