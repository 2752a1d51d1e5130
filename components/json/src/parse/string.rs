//! Strings: plain runs, escapes, UTF-8.

use molt_pivot::reserve;

use super::fail::{Fail, Reason, Step};
use crate::scan::{Run, plain_run};

/// A string without escapes, the common case, is a part of the input; others are decoded into `scratch`.
pub(crate) enum Text {
    /// Its bytes are `input[at..end]`, the closing quote is at `end`.
    Plain { end: usize },
    /// Its bytes are in the scratch buffer, and this is the place after the closing quote.
    Decoded { after: usize },
}

/// Reads the string whose first byte (after the quote) is at `at`.
#[inline(always)]
pub(crate) fn read(input: &[u8], at: usize, scratch: &mut Vec<u8>) -> Step<Text> {
    let run = plain_run(input, at);
    if input.get(run.end) == Some(&b'"') {
        if run.high {
            check_utf8(input, at, run.end)?;
        }
        return Ok(Text::Plain { end: run.end });
    }
    scratch.clear();
    decode(input, at, run, scratch).map(|after| Text::Decoded { after })
}

/// Reads a string that has escapes, or ends badly. `run` is the one that starts at `at`.
#[inline(never)]
fn decode(input: &[u8], mut at: usize, mut run: Run, scratch: &mut Vec<u8>) -> Step<usize> {
    loop {
        if run.high {
            check_utf8(input, at, run.end)?;
        }
        // Room for an escape after the run, too.
        reserve(scratch, run.end - at + 4).map_err(|_| Fail::new(Reason::Memory, at))?;
        scratch.extend_from_slice(&input[at..run.end]);
        match input.get(run.end) {
            Some(b'"') => return Ok(run.end + 1),
            Some(b'\\') => at = escape(input, run.end, scratch)?,
            _ => return Err(Fail::new(Reason::StringByte, run.end)),
        }
        run = plain_run(input, at);
    }
}

/// Checks the run of a string. A character that the end of the input cuts off is no wrong byte but an early end.
#[inline(never)]
fn check_utf8(input: &[u8], at: usize, end: usize) -> Step<()> {
    let run = &input[at..end];
    if simdutf8::basic::from_utf8(run).is_ok() {
        return Ok(());
    }
    match std::str::from_utf8(run) {
        Ok(_) => Ok(()),
        Err(error) if error.error_len().is_none() && end == input.len() => {
            Err(Fail::new(Reason::StringByte, end))
        }
        Err(error) => Err(Fail::new(Reason::Utf8, at + error.valid_up_to())),
    }
}

/// Decodes the escape whose backslash is at `at`; the place after it.
fn escape(input: &[u8], at: usize, scratch: &mut Vec<u8>) -> Step<usize> {
    let plain = match input.get(at + 1) {
        Some(byte @ (b'"' | b'\\' | b'/')) => *byte,
        Some(b'b') => 0x08,
        Some(b'f') => 0x0C,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'u') => {
            let (character, after) = unicode_escape(input, at)?;
            scratch.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            return Ok(after);
        }
        _ => return Err(Fail::new(Reason::Escape, at + 1)),
    };
    scratch.push(plain);
    Ok(at + 2)
}

/// The character of the `\u` escape, or pair of them, whose backslash is at `at`; and the place after it.
fn unicode_escape(input: &[u8], at: usize) -> Step<(char, usize)> {
    let first = hex4(input, at + 2)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, at + 6));
    }
    if first >= 0xDC00 {
        return Err(Fail::new(Reason::LoneLow, at));
    }
    let rest = &input[at + 6..];
    let cut_off = rest.len() < 6
        && rest.iter().enumerate().all(|(place, byte)| match place {
            0 => *byte == b'\\',
            1 => *byte == b'u',
            _ => byte.is_ascii_hexdigit(),
        });
    if cut_off {
        return Err(Fail::new(Reason::HexDigit, input.len()));
    }
    let low = if rest.starts_with(b"\\u") {
        hex4(input, at + 8).ok()
    } else {
        None
    };
    match low {
        Some(low @ 0xDC00..=0xDFFF) => {
            let scalar = 0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00);
            char::from_u32(scalar)
                .map(|character| (character, at + 12))
                .ok_or(Fail::new(Reason::LoneHigh, at))
        }
        _ => Err(Fail::new(Reason::LoneHigh, at)),
    }
}

/// Four hexadecimal digits from `at`.
fn hex4(input: &[u8], at: usize) -> Step<u32> {
    let mut value = 0;
    for place in at..at + 4 {
        match input
            .get(place)
            .and_then(|byte| char::from(*byte).to_digit(16))
        {
            Some(digit) => value = value << 4 | digit,
            None => return Err(Fail::new(Reason::HexDigit, place)),
        }
    }
    Ok(value)
}
