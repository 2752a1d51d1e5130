# about: A plain class: attributes, methods, class attributes, inheritance.
class Point:
    kind = "point"
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
class Named(Point):
    def __init__(self, name, *args):
        super().__init__(*args)
        self.name = name
p, q = Point(1, 2), Named("q", 5)
print(p, q, p.plus(q), [p, (q,)], p.kind, q.name, isinstance(q, Point), type(q).__name__, f"{p!r} {p}")
p.x = 10
p.z = "new"
print(p.x, p.z, hasattr(q, "z"), getattr(q, "name"))
for call in (lambda: p.nope, lambda: Point(), lambda: Point(1, 2, 3), lambda: p.plus()):
    try:
        call()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__ + ":", e)
