# about: A function that the package has not.
# refused: no component is known that exports function print of package molt:json
import molt
@molt.ffi("molt_json::print")
def write(text: str) -> object: ...
