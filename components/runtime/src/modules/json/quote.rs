//! JSON strings as they are written.

use molt_text::{Text, wtf8};

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends a text in quotation marks.
pub fn push(out: &mut Vec<u8>, text: &Text, ascii: bool) {
    out.push(b'"');
    let mut rest = text.as_wtf8();
    while !rest.is_empty() {
        let plain = rest
            .iter()
            .position(|byte| !is_plain(*byte, ascii))
            .unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        rest = &rest[plain..];
        let Some((code_point, size)) = wtf8::first(rest) else {
            break;
        };
        push_escape(out, code_point);
        rest = &rest[size..];
    }
    out.push(b'"');
}

fn is_plain(byte: u8, ascii: bool) -> bool {
    match byte {
        b'"' | b'\\' => false,
        b' '..=b'~' => true,
        0x7f.. => !ascii,
        _ => false,
    }
}

fn push_escape(out: &mut Vec<u8>, code_point: u32) {
    let short = match code_point {
        0x22 => b'"',
        0x5c => b'\\',
        0x0a => b'n',
        0x0d => b'r',
        0x09 => b't',
        0x0c => b'f',
        0x08 => b'b',
        0x1_0000.. => {
            let above = code_point - 0x1_0000;
            push_unit(out, 0xd800 | above >> 10);
            push_unit(out, 0xdc00 | above & 0x3ff);
            return;
        }
        _ => return push_unit(out, code_point),
    };
    out.extend_from_slice(&[b'\\', short]);
}

fn push_unit(out: &mut Vec<u8>, unit: u32) {
    let digit = |shift: u32| HEX[(unit >> shift & 15) as usize];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}
