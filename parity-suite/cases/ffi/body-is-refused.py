# about: What a foreign function would do itself is never done, so it may not be written.
# refused: a foreign function has no statements of its own
import molt


@molt.ffi("molt_json::parse")
def parse(text: str) -> object:
    """The stub may say what it is for."""
    return {"text": text}


print(parse("1"))
