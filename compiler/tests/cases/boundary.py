import molt


@molt.export
def add(a: int, b: list[int] | None) -> float:
    return a / len(b)


@molt.export
def bad(a: set, *b: int) -> int:
    return 1
