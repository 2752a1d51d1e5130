# about: Guards, or-patterns with names, as-patterns, names that stay bound.
def f(v):
    match v:
        case [x, y] if x == y:
            return f"equal {x}"
        case [("a" | "b") as letter, n]:
            return f"{letter}:{n}"
        case (1 | 2) as small:
            return f"small {small}"
        case [_, _] as pair:
            return f"pair {pair}"
        case {"k": [*items]} as whole:
            return f"{items} {len(whole)}"
        case other:
            return f"other {other}"
for v in ([1, 1], ["a", 5], 2, [3, 4], {"k": (1, 2)}, {"k": "no"}, None):
    print(f(v))
match 5:
    case captured if captured > 10:
        print("no")
print(captured)
