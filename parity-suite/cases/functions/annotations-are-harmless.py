# about: Annotations of every form, also strings, do nothing at run time.
from __future__ import annotations
from typing import Optional
def f(a: "int", b: list[int], c: Optional[str] = None, *d: float, e: dict[str, int] | None = None) -> tuple[int, ...]:
    x: int = 5
    y: "whatever"
    return a, b, c, d, e, x
print(f(1, [2]), f("a", None, 3, 4))
z: int = 7
print(z)
