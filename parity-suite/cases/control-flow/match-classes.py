# about: Class patterns of builtin types, with a capture.
def f(v):
    match v:
        case bool(b):
            return f"bool {b}"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float():
            return f"number {v}"
        case str(s):
            return f"str {s}"
        case [int(a), str(b)]:
            return f"pair {a} {b}"
        case dict(d):
            return f"dict {d}"
        case ValueError(args=(m,)):
            return f"error {m}"
        case list() | tuple():
            return "sequence"
    return "?"
for v in (True, 5, 500, 2.5, "x", [1, "b"], {"k": 1}, [], (1,), None, ValueError("bad"), ValueError(), KeyError(1)):
    print(f(v))
