# about: What is no path of a function.
# refused: is no path of a function
import molt
@molt.ffi("json")
def parse(text: str) -> object: ...
