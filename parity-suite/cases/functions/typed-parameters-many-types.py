# about: Annotated functions called with what the annotation says and with other things.
def area(w: float, h: float) -> float:
    return w * h
def repeat(s: str, n: int) -> str:
    return s * n
def either(flag: bool, a: int, b: int) -> int:
    return a if flag else b
print(area(2.0, 3.5), area(2, 3), repeat("ab", 2), repeat(3, 2), either(True, 1, 2), either(0, "x", "y"), either([], 1.5, None))
fs = [area, repeat, either]
print(fs[0](1.5, 2.0), fs[1]("x", 3), fs[2](True, 2**70, 0), area(w=1.0, h=2), repeat(n=2, s="-"))
try:
    area("a", "b")
except TypeError as e:
    print("TypeError:", e)
