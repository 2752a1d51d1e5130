# about: The functions of a codec: their limits, options at the end, are left out of the declarations.
# codec: json
import molt


@molt.ffi("molt_codec::encode")
def encode(value: object) -> bytes: ...


@molt.ffi("molt_codec::decode")
def decode(content: bytes) -> object: ...


@molt.ffi("molt_codec::validate")
def validate(content: bytes) -> None: ...


document = {"name": "ü", "items": [1, -2, True, None, "x" * 40, {"deep": [[], {}]}], "half": 0.5}
content = encode(document)
print(content)
print(decode(content) == document, decode(b' [1, {"a": null}] '))
print(validate(content))
for bad in (b"", b"[1", b"\xff", b"nul"):
    try:
        validate(bad)
        print("valid", bad)
    except ValueError:
        print("ValueError", bad)
    try:
        print(decode(bad))
    except ValueError:
        print("ValueError", bad)
