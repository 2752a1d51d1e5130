# about: split and rsplit with a separator keep empty parts and honour maxsplit.
text = "a,b,,c,"
print(text.split(","), text.split(",", 1), text.split(",", 0), text.split(",", -1))
print(text.rsplit(",", 1), text.rsplit(",", 2), text.rsplit(","))
print("a--b--c".split("--"), "aXXXb".split("XX"), "".split(","))
print("a b c".split(sep=" ", maxsplit=1))
try:
    "a".split("")
except ValueError as e:
    print("ValueError:", e)
try:
    "a".split(1)
except TypeError as e:
    print("TypeError:", e)
