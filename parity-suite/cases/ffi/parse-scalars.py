# about: A foreign function gives what JSON text means: scalars.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

for text in ("null", "true", "false", "0", "-12", "1.5", "1e3", '""', '"abc"', " 7 "):
    print(text, repr(parse(text)), type(parse(text)).__name__)
