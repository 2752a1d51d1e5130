def f(value):
    match value:
        case 0 | None:
            return "nothing"
        case [first, *rest] if rest:
            return first
        case {"k": k, **others}:
            return k, others
        case str() as text:
            return text


print(f([1, 2]))
