//! Strings with the escapes that they need and no others.

use molt_pivot::Buffer;

use crate::scan::{Run, plain_run};

const HEX: &[u8; 16] = b"0123456789abcdef";

pub(super) fn write(out: &mut Buffer, text: &str, ascii: bool) {
    let bytes = text.as_bytes();
    let mut at = 0;
    out.put([b'"']);
    loop {
        let Run { end, high } = plain_run(bytes, at);
        if high && ascii {
            // A run ends before an ASCII character, so both are at the edge of one.
            escape_high(out, text.get(at..end).unwrap_or_default());
        } else {
            out.raw(&bytes[at..end]);
        }
        match bytes.get(end) {
            None => break,
            // A string may be large, and each of its bytes six times as long: not on and on without room.
            Some(_) if out.failed() => return,
            Some(byte) => escape(out, *byte),
        }
        at = end + 1;
    }
    out.put([b'"']);
}

fn escape(out: &mut Buffer, byte: u8) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x0C => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => return escape_unit(out, byte.into()),
    };
    out.put([b'\\', short]);
}

/// Text without characters that always need escapes, with all above U+007F as UTF-16 escapes.
fn escape_high(out: &mut Buffer, text: &str) {
    for character in text.chars() {
        if character.is_ascii() {
            out.put([character as u8]);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escape_unit(out, *unit);
            }
        }
    }
}

fn escape_unit(out: &mut Buffer, unit: u16) {
    let digit = |shift: u16| HEX[usize::from(unit >> shift & 15)];
    out.raw(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}
