# Floats in lists: the same physics, as it is usually written.
def simulate(bodies, steps, dt):
    pairs = [(bodies[i], bodies[j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies))]
    for _ in range(steps):
        for a, b in pairs:
            dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
            d = dx * dx + dy * dy + dz * dz
            mag = dt / (d * d**0.5)
            m = b[6] * mag
            a[3] -= dx * m
            a[4] -= dy * m
            a[5] -= dz * m
            m = a[6] * mag
            b[3] += dx * m
            b[4] += dy * m
            b[5] += dz * m
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


bodies = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743],
    [4.84143144246472, -1.16032004402742, -0.10362204447112, 0.60632639299583, 2.81198684491626, -0.02521836165988, 0.03769367487038949],
    [8.34336671824457, 4.12479856412430, -0.40352341711432, -1.01077434617879, 1.82566237123041, 0.00841576136584, 0.011286326131968767],
]
simulate(bodies, 20000, 0.01)
print(f"{sum(sum(b[:3]) for b in bodies):.9f}")
