# about: Documents from a foreign function feed a computation.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

def total(value) -> float:
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, list):
        return sum(total(item) for item in value)
    if isinstance(value, dict):
        return sum(total(item) for item in value.values())
    return 0
print(total(parse('{"a": [1, 2, {"b": 3.5}], "c": true, "d": "4", "e": null}')))
