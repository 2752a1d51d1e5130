# about: A foreign function with more parameters than the interface has.
# refused: declares 2 parameters, molt:json/parser@0.1.0#parse has 1
import molt
@molt.ffi("molt_json::parse")
def parse(text: str, more: str) -> object: ...
