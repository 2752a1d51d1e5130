# about: A result of another type than the interface has.
# refused: declared to return int, molt:json/parser@0.1.0#parse returns json-value
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> int: ...
