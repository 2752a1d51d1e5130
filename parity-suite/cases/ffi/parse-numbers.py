# about: Ints at the edges of 64 bits and floats that need every digit.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

for text in ("9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "0.1", "1e-7", "123456789.125", "1.7976931348623157e308", "5e-324"):
    print(text, repr(parse(text)))
print(parse("[1, 1.0, -0.0]"))
