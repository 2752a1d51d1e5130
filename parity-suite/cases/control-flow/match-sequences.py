# about: Sequence patterns: fixed, starred, nested; strings are none.
def f(v):
    match v:
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, y]:
            return f"two {x} {y}"
        case ["go", *rest, "end"]:
            return f"go {rest}"
        case [[a, b], *_, (c, d)]:
            return f"pairs {a}{b}{c}{d}"
        case [_, *middle, last]:
            return f"many {middle} {last}"
    return "none"
for v in ([], [1], (1, 2), ["go", "end", "x"], ["go", 1, 2, "end"], [[1, 2], 0, (3, 4)], range(4), "ab", {1: 2}, b"abc", bytearray(b"abc"), {1, 2}, iter([1])):
    print(f(v))
