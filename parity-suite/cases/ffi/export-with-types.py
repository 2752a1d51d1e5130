# about: Exported functions of many types, called inside.
import molt
@molt.export
def mean(values: list[float]) -> float:
    return sum(values) / len(values)
@molt.export
def find(items: list[int], wanted: int) -> int | None:
    return items.index(wanted) if wanted in items else None
@molt.export
def pair(flag: bool, data: bytes) -> tuple[bool, bytes]:
    return not flag, data[::-1]
@molt.export
def nothing() -> None:
    print("nothing")
print(mean([1.0, 2.5]), find([4, 5], 5), find([], 1), pair(True, b"abc"), nothing())
try:
    mean([])
except ZeroDivisionError as e:
    print(e)
