# about: Only options at the end may be left out of a declaration.
# refused: declares 0 parameters, molt:codec/codec@0.1.0#decode has 2
# codec: json
import molt


@molt.ffi("molt_codec::decode")
def decode() -> object: ...


print(decode())
