# about: An exported function that calls a foreign one.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

@molt.export
def keys(text: str) -> list[str]:
    value = parse(text)
    return sorted(value) if isinstance(value, dict) else []
print(keys('{"b": 1, "a": 2}'), keys("[1]"))
