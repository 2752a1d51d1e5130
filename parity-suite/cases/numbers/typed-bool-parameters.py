# about: Parameters annotated bool, with bools and with others.
def choose(flag: bool, a: int, b: int) -> int:
    return a if flag else b
print(choose(True, 1, 2), choose(False, 1, 2), choose(5, 1, 2), choose("", 1, 2), choose([], 1, 2))
def count(flags):
    n: int = 0
    for flag in flags:
        n += flag
    return n
print(count([True, False, True]), count([1, 2.5]))
