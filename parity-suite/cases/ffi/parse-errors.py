# about: Text that is no JSON is a ValueError.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

for text in ("", "[", "{\"a\"", "nul", "[1,]", "1 2", "\"abc"):
    try:
        print(parse(text))
    except ValueError:
        print("ValueError", repr(text))
