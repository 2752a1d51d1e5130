# about: Stars in displays of lists, tuples, sets and dicts.
a, b = [1, 2], (3,)
print([*a, *b, *"x"], (*a, 0), {*a, *b}, {**{"k": 1}, "l": 2, **{"k": 3}}, [*range(3), *[]], *a)
try:
    [*5]
except TypeError as e:
    print("TypeError:", e)
try:
    {**[1]}
except TypeError as e:
    print("TypeError:", e)
