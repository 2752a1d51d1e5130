# about: Or patterns, as patterns and nested captures.
def kind(x):
    match x:
        case 0 | 1 | True:
            return "bit"
        case "a" | "b" as letter:
            return "letter " + letter
        case [("x" | "y") as axis, int(n) | float(n)]:
            return f"{axis}={n}"
        case {"op": ("+" | "-") as op, **rest}:
            return op, rest
        case (1, (2, *more) as pair):
            return pair, more
        case _:
            return None
for x in (0, 1.0, "b", ["x", 3], ("y", 2.5), ["z", 1], {"op": "+", "n": 1}, {"op": "*"}, (1, (2, 3, 4)), (1, [5])):
    print(kind(x))
