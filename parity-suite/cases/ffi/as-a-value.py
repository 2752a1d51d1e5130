# about: A foreign function is a value as any other.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

def apply(f, items):
    return [f(item) for item in items]
print(apply(parse, ["1", "[2]", "null"]), list(map(parse, ["3", "{}"])), parse.__name__)
table = {"json": parse}
print(table["json"]('"x"'))
