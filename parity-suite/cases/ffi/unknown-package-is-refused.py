# about: A package that no component has.
# refused: no component is known that exports function parse of package acme:xml
import molt
@molt.ffi("acme_xml::parse")
def parse(text: str) -> object: ...
