//! `repr` of bytes.

use super::{buffer, hex};
use crate::error::TooLong;

/// The bytes of one byte between quotes; `also` is escaped like the quote.
fn escaped(byte: u8, quote: u8, also: u8) -> ([u8; 4], usize) {
    let short = match byte {
        b'\t' => b't',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\\' => b'\\',
        _ if byte == quote || byte == also => byte,
        b' '..=b'~' => return ([byte, 0, 0, 0], 1),
        _ => {
            let [a, b] = hex::pair(byte);
            return ([b'\\', b'x', a, b], 4);
        }
    };
    ([b'\\', short, 0, 0], 2)
}

/// `repr(bytes)`, which is ASCII: single quotes unless there are only single ones inside.
pub fn repr(bytes: &[u8]) -> Result<Vec<u8>, TooLong> {
    wrapped(bytes, b"b", b"", b'\\')
}

/// `repr(bytearray)`: CPython escapes its single quotes even between double ones.
pub fn repr_bytearray(bytes: &[u8]) -> Result<Vec<u8>, TooLong> {
    wrapped(bytes, b"bytearray(b", b")", b'\'')
}

fn wrapped(bytes: &[u8], before: &[u8], after: &[u8], also: u8) -> Result<Vec<u8>, TooLong> {
    let double = memchr::memchr(b'\'', bytes).is_some() && memchr::memchr(b'"', bytes).is_none();
    let quote = if double { b'"' } else { b'\'' };
    let around = before.len() + after.len() + 2;
    let len = bytes
        .iter()
        .try_fold(around, |n, b| n.checked_add(escaped(*b, quote, also).1))
        .ok_or(TooLong)?;
    let mut out = buffer(len)?;
    out.extend_from_slice(before);
    out.push(quote);
    for byte in bytes {
        let (text, n) = escaped(*byte, quote, also);
        out.extend_from_slice(&text[..n]);
    }
    out.push(quote);
    out.extend_from_slice(after);
    Ok(out)
}
