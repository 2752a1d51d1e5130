# about: Escapes, accents and characters beyond the first plane.
import molt
@molt.ffi("molt_json::parse")
def parse(text: str) -> object: ...

text = parse('"a\\n\\t\\"\\\\ \\u00e9 \u20ac \\ud83d\\ude00 \U0001F600"')
print(ascii(text), len(text), [hex(ord(c)) for c in text][-1])
print(parse('{"\\u00fc": "stra\u00dfe"}'))
