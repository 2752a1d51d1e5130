# about: A foreign function within try, finally and loops.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

def load(text, default=None):
    try:
        return parse(text)
    except ValueError as e:
        return default
    finally:
        print("read", len(text))
print([load(text, "?") for text in ("1", "[", "[2]", "}")])
