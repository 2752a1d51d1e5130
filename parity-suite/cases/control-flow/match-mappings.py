# about: Mapping patterns: keys, values, the rest.
def f(v):
    match v:
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": "rect", "w": w, "h": h, **rest}:
            return f"rect {w}x{h} {rest}"
        case {1: [x, *_]}:
            return f"int key {x}"
        case {"only": None}:
            return "none"
        case {}:
            return "mapping"
    return "no"
for v in ({"type": "circle", "r": 2, "z": 0}, {"type": "rect", "w": 1, "h": 2, "c": "red"}, {1: [5, 6]}, {"only": None}, {"only": 1}, {}, [], "x"):
    print(f(v))
