//! Hexadecimal text of bytes and back.

use super::buffer;
use crate::error::TooLong;

/// The digits of a nibble.
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The two digits of a byte.
pub fn pair(byte: u8) -> [u8; 2] {
    [
        DIGITS[usize::from(byte >> 4)],
        DIGITS[usize::from(byte & 15)],
    ]
}

/// `bytes.hex(sep, bytes_per_sep)`: a positive `group` counts from the right, a negative one from the left.
/// The result is ASCII.
pub fn encode(bytes: &[u8], sep: Option<u8>, group: i64) -> Result<Vec<u8>, TooLong> {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let sep = sep.filter(|_| size > 0 && size < bytes.len());
    let separators = if sep.is_some() {
        (bytes.len() - 1) / size
    } else {
        0
    };
    let mut out = buffer(
        bytes
            .len()
            .checked_mul(2)
            .and_then(|n| n.checked_add(separators))
            .ok_or(TooLong)?,
    )?;
    for (i, byte) in bytes.iter().enumerate() {
        if let Some(sep) = sep {
            let whole = if group < 0 { i } else { bytes.len() - i };
            if i > 0 && whole.is_multiple_of(size) {
                out.push(sep);
            }
        }
        out.extend_from_slice(&pair(*byte));
    }
    Ok(out)
}

/// Why `fromhex` refuses a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FromHexError {
    /// "non-hexadecimal number found in fromhex() arg at position N"
    Digit(usize),
    /// No memory for the result.
    TooLong,
}

impl From<TooLong> for FromHexError {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// `bytes.fromhex(text)`; `text` is UTF-8 (surrogates may be in it). White space may be between pairs of digits.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, FromHexError> {
    // The first character that is not ASCII is reported before anything else; its offset is its position.
    if let Some(at) = text.iter().position(|b| !b.is_ascii()) {
        return Err(FromHexError::Digit(at));
    }
    let digit = |at: usize| {
        let value = text.get(at).and_then(|b| char::from(*b).to_digit(16));
        value
            .and_then(|v| u8::try_from(v).ok())
            .ok_or(FromHexError::Digit(at))
    };
    let mut out = buffer(text.len() / 2)?;
    let mut at = 0;
    while at < text.len() {
        if super::is_space(text[at]) {
            at += 1;
            continue;
        }
        out.push(digit(at)? << 4 | digit(at + 1)?);
        at += 2;
    }
    Ok(out)
}
