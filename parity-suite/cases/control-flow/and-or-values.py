# about: and and or give one of their operands and stop early.
def f(v):
    print("f", v, end="; ")
    return v
print(f(0) or f("x") or f(1))
print(f(1) and f("") and f(2))
print(f(0) and f(1) or f(2), not f([]) and "end")
print(1 and 2 or 3, 0 or None, [] or {} or (), 1 < 2 and "yes")
