# about: An annotation is no conversion: a function annotated int works with floats, strs and big ints as in CPython.
def double(x: int) -> int:
    return x + x
print(double(2), double(2.5), double("ab"), double(2**70), double(True), double([1]))
def scale(x: float, n: int) -> float:
    return x * n
print(scale(1.5, 2), scale(2, 3), scale("ab", 2), scale(2**64, 2))
