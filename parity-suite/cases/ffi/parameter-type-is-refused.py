# about: A parameter of another type than the interface has.
# refused: declared int, molt:json/parser@0.1.0#parse takes string
import molt
@molt.ffi("molt_json::parse")
def parse(text: int) -> object: ...
