//! What a document is at its top.

/// The kind of a canonical pivot value that came from JSON: `null`, `bool`, `int`, `float`, `string`, `array` or `object`.
pub fn kind_of(pivot: &[u8]) -> &'static str {
    match pivot.first() {
        Some(0xC2 | 0xC3) => "bool",
        Some(0xCA | 0xCB) => "float",
        Some(0xA0..=0xBF | 0xD9..=0xDB) => "string",
        Some(0x90..=0x9F | 0xDC | 0xDD) => "array",
        Some(0x80..=0x8F | 0xDE | 0xDF) => "object",
        Some(0xC0) | None => "null",
        // Integers, and the extension of those beyond 64 bits, which is the only one that JSON becomes.
        Some(_) => "int",
    }
}
