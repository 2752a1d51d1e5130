# about: A foreign function refuses an argument of another type.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

print(parse("1"))
values = [None, 5, [1], "2"]
for value in values:
    try:
        print(parse(value))
    except TypeError:
        print("TypeError", type(value).__name__)
