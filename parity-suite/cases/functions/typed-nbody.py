# about: A small program: floats in lists and locals.
def step(bodies, dt: float, n: int):
    for _ in range(n):
        for i in range(len(bodies)):
            for j in range(i + 1, len(bodies)):
                a, b = bodies[i], bodies[j]
                dx, dy = a[0] - b[0], a[1] - b[1]
                d = (dx * dx + dy * dy + 0.01) ** -1.5 * dt
                a[2] -= dx * b[4] * d
                a[3] -= dy * b[4] * d
                b[2] += dx * a[4] * d
                b[3] += dy * a[4] * d
        for body in bodies:
            body[0] += dt * body[2]
            body[1] += dt * body[3]
bodies = [[0.0, 0.0, 0.0, 0.0, 10.0], [1.0, 0.0, 0.0, 3.0, 1.0], [0.0, 2.0, -2.0, 0.0, 0.5]]
step(bodies, 0.001, 100)
for b in bodies:
    print(" ".join(f"{v:.6f}" for v in b))
