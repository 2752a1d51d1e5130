# about: format() of types without their own mini-language.
print(f"{[1, 'a']} {(1,)} {{1}} {None} {print!r:.8} {range(3)} {b'x'}")
print(f"{[1]!s:>8}|{None!s:^8}|{(1, 2)!r:<10}|")
try:
    print(f"{[1]:>8}")
except TypeError as e:
    print("TypeError:", e)
