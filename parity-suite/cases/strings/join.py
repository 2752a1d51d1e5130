# about: join takes any iterable of str and names the item that is none.
print(",".join(["a", "b"]), "".join("xyz"), "-".join(("only",)), "-".join([]), "ab".join("123"))
print(", ".join(str(n) for n in range(5)))
print(" ".join({"k": 1, "l": 2}))
for bad in ([1], ["a", None], 5):
    try:
        print(",".join(bad))
    except TypeError as e:
        print("TypeError:", e)
