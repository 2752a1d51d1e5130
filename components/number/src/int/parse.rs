//! `int(text, base)`.

use crate::error::Error;
use crate::int::text::{MAX_STR_DIGITS, limit_while_reading};
use num_bigint::{BigInt, BigUint, Sign};

/// Why a text is not an integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The caller words it: `invalid literal for int() with base 10: '...'` needs the repr of the original text
    Invalid,
    /// The base is neither 0 nor 2 to 36, or there are more decimal digits than [`MAX_STR_DIGITS`]
    Other(Error),
}

/// Whether CPython's `str.isspace` holds for the code point, beyond ASCII.
const fn is_wide_space(c: u32) -> bool {
    matches!(
        c,
        0x85 | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000
    )
}

/// Whether a byte is white space for C: what number texts may begin and end with.
pub const fn is_space(c: u8) -> bool {
    matches!(c, b' ' | b'\t'..=b'\r')
}

/// A number's text in ASCII: Unicode spaces become spaces, Unicode decimal digits (`digit` knows them) their ASCII
/// twins. Everything else becomes a `?` that ends the text, which no number contains.
pub fn normalise(text: &mut dyn Iterator<Item = u32>, digit: fn(u32) -> Option<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    for c in text {
        if c < 127 {
            out.push(c as u8);
        } else if is_wide_space(c) {
            out.push(b' ');
        } else if let Some(d) = digit(c).filter(|d| *d < 10) {
            out.push(b'0' + d);
        } else {
            out.push(b'?');
            break;
        }
    }
    out
}

/// A text of up to 18 plain decimal digits with a sign: the usual case, without any allocation.
pub fn parse_small(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut n = 0i64;
    for c in digits {
        if !c.is_ascii_digit() {
            return None;
        }
        n = n * 10 + i64::from(c - b'0');
    }
    Some(if negative { -n } else { n })
}

/// `int(text, base)` of a text that went through [`normalise`] (or of bytes). Base 0 reads the prefix.
pub fn parse(text: &[u8], base: u32) -> Result<BigInt, ParseError> {
    if base == 1 || base > 36 {
        return Err(ParseError::Other(Error::value(
            "int() base must be >= 2 and <= 36, or 0",
        )));
    }
    if base == 10
        && let Some(n) = parse_small(text)
    {
        return Ok(BigInt::from(n));
    }
    let text = trim(text);
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (base, body, must_be_zero) = prefix(text, base);
    let magnitude = digits(body, base)?;
    // "07" is refused in base 0: it was octal once.
    if must_be_zero && magnitude != BigUint::ZERO {
        return Err(ParseError::Invalid);
    }
    Ok(BigInt::from_biguint(
        if negative { Sign::Minus } else { Sign::Plus },
        magnitude,
    ))
}

fn trim(mut text: &[u8]) -> &[u8] {
    while let [c, rest @ ..] = text
        && is_space(*c)
    {
        text = rest;
    }
    while let [rest @ .., c] = text
        && is_space(*c)
    {
        text = rest;
    }
    text
}

/// The base that counts, the text behind its prefix, and whether only zero may follow.
fn prefix(text: &[u8], base: u32) -> (u32, &[u8], bool) {
    let named = match text {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if named != 0 && (base == 0 || base == named) {
        let body = text.get(2..).unwrap_or_default();
        // One underscore may stand between the prefix and the digits.
        return (named, body.strip_prefix(b"_").unwrap_or(body), false);
    }
    match base {
        0 => (10, text, text.first() == Some(&b'0')),
        _ => (base, text, false),
    }
}

/// Digits with single underscores between them.
fn digits(text: &[u8], base: u32) -> Result<BigUint, ParseError> {
    let mut values = Vec::with_capacity(text.len());
    let mut previous = b'_';
    for &c in text {
        if c == b'_' {
            if previous == b'_' {
                return Err(ParseError::Invalid);
            }
        } else {
            match (c as char).to_digit(36) {
                Some(d) if d < base => values.push(d as u8),
                _ => return Err(ParseError::Invalid),
            }
        }
        previous = c;
    }
    if previous == b'_' {
        return Err(ParseError::Invalid);
    }
    if !base.is_power_of_two() && values.len() > MAX_STR_DIGITS {
        return Err(ParseError::Other(limit_while_reading(values.len())));
    }
    BigUint::from_radix_be(&values, base).ok_or(ParseError::Invalid)
}
