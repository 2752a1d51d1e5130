# about: A small program: float loops.
def inside(cr: float, ci: float) -> bool:
    zr = zi = 0.0
    for _ in range(50):
        zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
        if zr * zr + zi * zi > 4.0:
            return False
    return True
for y in range(-10, 11, 2):
    print("".join("#" if inside(x / 20, y / 10) else "." for x in range(-40, 21, 2)))
