# about: + joins, * repeats, negative counts give nothing, other types are refused.
print("ab" + "cd", "ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1 == "")
print("-" * 10 + ">" * 2)
for bad in (1, None, b"x", ["x"]):
    try:
        print("a" + bad)
    except TypeError as e:
        print("TypeError:", e)
try:
    print("a" * 1.5)
except TypeError as e:
    print("TypeError:", e)
