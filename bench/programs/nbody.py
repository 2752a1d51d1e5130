# Typed floats: three bodies, their coordinates in local variables.
def simulate(steps: int, dt: float) -> float:
    ax, ay, az, avx, avy, avz, am = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743
    bx, by, bz, bvx, bvy, bvz, bm = 4.84143144246472, -1.16032004402742, -0.10362204447112, 0.60632639299583, 2.81198684491626, -0.02521836165988, 0.03769367487038949
    cx, cy, cz, cvx, cvy, cvz, cm = 8.34336671824457, 4.12479856412430, -0.40352341711432, -1.01077434617879, 1.82566237123041, 0.00841576136584, 0.011286326131968767
    for _ in range(steps):
        dx, dy, dz = ax - bx, ay - by, az - bz
        d = dx * dx + dy * dy + dz * dz
        mag = dt / (d * d**0.5)
        avx -= dx * bm * mag
        avy -= dy * bm * mag
        avz -= dz * bm * mag
        bvx += dx * am * mag
        bvy += dy * am * mag
        bvz += dz * am * mag
        dx, dy, dz = ax - cx, ay - cy, az - cz
        d = dx * dx + dy * dy + dz * dz
        mag = dt / (d * d**0.5)
        avx -= dx * cm * mag
        avy -= dy * cm * mag
        avz -= dz * cm * mag
        cvx += dx * am * mag
        cvy += dy * am * mag
        cvz += dz * am * mag
        dx, dy, dz = bx - cx, by - cy, bz - cz
        d = dx * dx + dy * dy + dz * dz
        mag = dt / (d * d**0.5)
        bvx -= dx * cm * mag
        bvy -= dy * cm * mag
        bvz -= dz * cm * mag
        cvx += dx * bm * mag
        cvy += dy * bm * mag
        cvz += dz * bm * mag
        ax += dt * avx
        ay += dt * avy
        az += dt * avz
        bx += dt * bvx
        by += dt * bvy
        bz += dt * bvz
        cx += dt * cvx
        cy += dt * cvy
        cz += dt * cvz
    return ax + ay + az + bx + by + bz + cx + cy + cz


print(f"{simulate(100000, 0.01):.9f}")
