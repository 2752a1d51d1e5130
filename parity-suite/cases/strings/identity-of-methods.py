# about: Methods are values: bound, unbound and passed on.
up = "abc".upper
print(up(), str.upper("xyz"), list(map(str.strip, [" a ", "b "])), sorted(["b", "A", "c"], key=str.lower))
join = ", ".join
print(join(["x", "y"]))
try:
    str.upper(5)
except TypeError as e:
    print("TypeError:", e)
