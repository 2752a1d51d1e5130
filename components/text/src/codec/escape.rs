//! `unicode_escape` and `raw_unicode_escape`.

use super::Failure;
use super::decode::Decoder;
use super::encode::Encoder;
use crate::bytes::hex;
use crate::wtf8::MAX_CODE_POINT;

/// Appends `\xNN`, `\uNNNN` or `\UNNNNNNNN`, the shortest that has room.
pub(super) fn push_escape(out: &mut Vec<u8>, c: u32) {
    let (letter, skipped) = match c {
        0..0x100 => (b'x', 3),
        0x100..0x1_0000 => (b'u', 2),
        _ => (b'U', 0),
    };
    out.extend_from_slice(&[b'\\', letter]);
    for byte in &c.to_be_bytes()[skipped..] {
        out.extend_from_slice(&hex::pair(*byte));
    }
}

pub(super) fn encode(encoder: &mut Encoder<'_>) -> Result<(), Failure> {
    let mut text = Vec::new();
    while let Some(c) = encoder.next() {
        match c {
            0x5C => encoder.bytes(b"\\\\")?,
            0x09 => encoder.bytes(b"\\t")?,
            0x0A => encoder.bytes(b"\\n")?,
            0x0D => encoder.bytes(b"\\r")?,
            0x20..=0x7E => encoder.bytes(&[c as u8])?,
            _ => {
                text.clear();
                push_escape(&mut text, c);
                encoder.bytes(&text)?;
            }
        }
    }
    Ok(())
}

pub(super) fn encode_raw(encoder: &mut Encoder<'_>) -> Result<(), Failure> {
    let mut text = Vec::new();
    while let Some(c) = encoder.next() {
        if c < 0x100 {
            encoder.bytes(&[c as u8])?;
        } else {
            text.clear();
            push_escape(&mut text, c);
            encoder.bytes(&text)?;
        }
    }
    Ok(())
}

/// The number in up to `count` hexadecimal digits, and where the digits end; `Err` there when there are fewer.
fn digits(input: &[u8], at: usize, count: usize) -> Result<(u32, usize), usize> {
    let mut value = 0;
    for i in at..at + count {
        let digit = input
            .get(i)
            .and_then(|b| char::from(*b).to_digit(16))
            .ok_or(i)?;
        value = value << 4 | digit;
    }
    Ok((value, at + count))
}

/// Decodes `\uNNNN` and the like, whose digits start at `at`; says where to go on.
fn numbered(
    decoder: &mut Decoder<'_>,
    start: usize,
    at: usize,
    count: usize,
    beyond: &'static str,
) -> Result<usize, Failure> {
    match digits(decoder.input, at, count) {
        Ok((c, end)) if c <= MAX_CODE_POINT => decoder.char(c).map(|()| end),
        Ok((_, end)) => decoder.recover(start, end, beyond),
        Err(end) => {
            let reason = match count {
                2 => "truncated \\xXX escape",
                4 => "truncated \\uXXXX escape",
                _ => "truncated \\UXXXXXXXX escape",
            };
            decoder.recover(start, end, reason)
        }
    }
}

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Failure> {
    decoder.encoding = "unicodeescape";
    let input = decoder.input;
    let mut at = 0;
    while let Some(byte) = input.get(at) {
        let start = at;
        at += 1;
        if *byte != b'\\' {
            decoder.char(u32::from(*byte))?;
            continue;
        }
        let Some(letter) = input.get(at) else {
            at = decoder.recover(start, at, "\\ at end of string")?;
            continue;
        };
        at += 1;
        let plain = match letter {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => *letter,
            b'b' => 8,
            b'f' => 12,
            b't' => b'\t',
            b'n' => b'\n',
            b'r' => b'\r',
            b'v' => 11,
            b'a' => 7,
            b'0'..=b'7' => {
                let octal = input[at - 1..]
                    .iter()
                    .take(3)
                    .take_while(|b| matches!(b, b'0'..=b'7'));
                let (value, n) =
                    octal.fold((0, 0), |(v, n), b| (v * 8 + u32::from(b - b'0'), n + 1));
                decoder.char(value)?;
                at += n - 1;
                continue;
            }
            b'x' | b'u' | b'U' => {
                let count = match letter {
                    b'x' => 2,
                    b'u' => 4,
                    _ => 8,
                };
                at = numbered(decoder, start, at, count, "illegal Unicode character")?;
                continue;
            }
            b'N' => {
                at = named(decoder, start, at)?;
                continue;
            }
            _ => {
                decoder.text(b"\\")?;
                *letter
            }
        };
        decoder.char(u32::from(plain))?;
    }
    Ok(())
}

/// `\N{name}`: there is no table of names, so a name is refused; what is no name at all is CPython's error.
fn named(decoder: &mut Decoder<'_>, start: usize, at: usize) -> Result<usize, Failure> {
    let malformed = "malformed \\N character escape";
    let rest = decoder.input.get(at..).unwrap_or_default();
    let Some(name) = rest.strip_prefix(b"{") else {
        return decoder.recover(start, at, malformed);
    };
    match memchr::memchr(b'}', name) {
        None => decoder.recover(start, decoder.input.len(), malformed),
        Some(0) => decoder.recover(start, at + 1, malformed),
        Some(_) => Err(Failure::NotSupported("character names (\\N{...})")),
    }
}

pub(super) fn decode_raw(decoder: &mut Decoder<'_>) -> Result<(), Failure> {
    decoder.encoding = "rawunicodeescape";
    let input = decoder.input;
    let mut at = 0;
    while let Some(byte) = input.get(at) {
        let start = at;
        at += 1;
        if *byte == b'\\'
            && let Some(letter) = input.get(at)
        {
            at += 1;
            let count = match letter {
                b'u' => 4,
                b'U' => 8,
                _ => {
                    decoder.text(b"\\")?;
                    decoder.char(u32::from(*letter))?;
                    continue;
                }
            };
            at = numbered(decoder, start, at, count, "\\Uxxxxxxxx out of range")?;
        } else {
            decoder.char(u32::from(*byte))?;
        }
    }
    Ok(())
}
