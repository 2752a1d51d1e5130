//! UTF-16 and UTF-32.

use super::decode::{Decoder, Unit};
use super::encode::{Encoder, Target};
use super::{Endian, Failure};

/// The number in two bytes.
pub(super) const fn unit16(big: bool, bytes: [u8; 2]) -> u16 {
    if big {
        u16::from_be_bytes(bytes)
    } else {
        u16::from_le_bytes(bytes)
    }
}

/// The number in four bytes.
pub(super) const fn unit32(big: bool, bytes: [u8; 4]) -> u32 {
    if big {
        u32::from_be_bytes(bytes)
    } else {
        u32::from_le_bytes(bytes)
    }
}

/// The bytes of a code point in UTF-16, and how many there are.
pub(super) fn bytes16(c: u32, big: bool) -> ([u8; 4], usize) {
    let bytes = |unit: u32| {
        let unit = unit as u16;
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    let [first, second] = match c.checked_sub(0x1_0000) {
        None => [bytes(c), [0, 0]],
        Some(rest) => [bytes(0xD800 + (rest >> 10)), bytes(0xDC00 + (rest & 0x3FF))],
    };
    (
        [first[0], first[1], second[0], second[1]],
        if c < 0x1_0000 { 2 } else { 4 },
    )
}

/// The bytes of a code point in UTF-32.
pub(super) const fn bytes32(c: u32, big: bool) -> [u8; 4] {
    if big {
        c.to_be_bytes()
    } else {
        c.to_le_bytes()
    }
}

/// The byte order that an input says it has, and how long the mark is that says it.
fn order(endian: Endian, input: &[u8], little: &[u8], big: &[u8]) -> (Option<bool>, usize) {
    match endian {
        Endian::Little => (Some(false), 0),
        Endian::Big => (Some(true), 0),
        Endian::Marked if input.starts_with(little) => (Some(false), little.len()),
        Endian::Marked if input.starts_with(big) => (Some(true), big.len()),
        Endian::Marked => (None, 0),
    }
}

pub(super) fn decode_utf16(decoder: &mut Decoder<'_>, endian: Endian) -> Result<(), Failure> {
    let (order, mut at) = order(endian, decoder.input, b"\xFF\xFE", b"\xFE\xFF");
    let big = order == Some(true);
    decoder.encoding = if big { "utf-16-be" } else { "utf-16-le" };
    decoder.unit = Unit::Utf16 { big };
    let input = decoder.input;
    let unit = |at: usize| {
        let pair = input.get(at..at + 2)?;
        Some(u32::from(unit16(big, [pair[0], pair[1]])))
    };
    while at < input.len() {
        at = match unit(at) {
            None => decoder.recover(at, input.len(), "truncated data")?,
            Some(0xDC00..0xE000) => decoder.recover(at, at + 2, "illegal encoding")?,
            Some(high @ 0xD800..0xDC00) => match unit(at + 2) {
                None => decoder.recover(at, input.len(), "unexpected end of data")?,
                Some(low @ 0xDC00..0xE000) => {
                    decoder.char(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
                    at + 4
                }
                Some(_) => decoder.recover(at, at + 2, "illegal UTF-16 surrogate")?,
            },
            Some(c) => {
                decoder.char(c)?;
                at + 2
            }
        };
    }
    Ok(())
}

pub(super) fn decode_utf32(decoder: &mut Decoder<'_>, endian: Endian) -> Result<(), Failure> {
    let (order, mut at) = order(endian, decoder.input, b"\xFF\xFE\0\0", b"\0\0\xFE\xFF");
    let big = order == Some(true);
    decoder.encoding = if big { "utf-32-be" } else { "utf-32-le" };
    decoder.unit = Unit::Utf32 { big };
    let input = decoder.input;
    while at < input.len() {
        let Some(&[a, b, c, d]) = input.get(at..at + 4) else {
            at = decoder.recover(at, input.len(), "truncated data")?;
            continue;
        };
        at = match unit32(big, [a, b, c, d]) {
            0xD800..0xE000 => decoder.recover(
                at,
                at + 4,
                "code point in surrogate code point range(0xd800, 0xe000)",
            )?,
            0x11_0000.. => decoder.recover(at, at + 4, "code point not in range(0x110000)")?,
            c => {
                decoder.char(c)?;
                at + 4
            }
        };
    }
    Ok(())
}

/// Encodes to UTF-16 or UTF-32, as `target` says.
pub(super) fn encode(
    encoder: &mut Encoder<'_>,
    target: Target,
    marked: bool,
) -> Result<(), Failure> {
    if marked {
        encoder.char(target, 0xFEFF)?;
    }
    while let Some(c) = encoder.next() {
        if (0xD800..0xE000).contains(&c) {
            encoder.recover(target, &[c], "surrogates not allowed")?;
        } else {
            encoder.char(target, c)?;
        }
    }
    Ok(())
}
