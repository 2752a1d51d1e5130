//! Encodings of one byte per character.

use super::Failure;
use super::decode::Decoder;
use super::encode::{Encoder, Target};

/// Windows code page 1252 from 0x80 to 0x9F; zero is undefined.
const CP1252: [u16; 32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
];

/// What code page 1252 says that a byte is.
fn cp1252_char(byte: u8) -> Option<u32> {
    match byte {
        0x80..=0x9F => match CP1252[usize::from(byte & 31)] {
            0 => None,
            c => Some(u32::from(c)),
        },
        _ => Some(u32::from(byte)),
    }
}

fn cp1252_byte(c: u32) -> Option<u8> {
    match u8::try_from(c) {
        Ok(0x80..=0x9F) => None,
        Ok(byte) => Some(byte),
        Err(_) => {
            let place = CP1252.iter().position(|known| u32::from(*known) == c)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

pub(super) fn decode_latin1(decoder: &mut Decoder<'_>) -> Result<(), Failure> {
    let input = decoder.input;
    if input.is_ascii() {
        return decoder.text(input);
    }
    input
        .iter()
        .try_for_each(|byte| decoder.char(u32::from(*byte)))
}

pub(super) fn decode_cp1252(decoder: &mut Decoder<'_>) -> Result<(), Failure> {
    let mut at = 0;
    while let Some(byte) = decoder.input.get(at) {
        at = match cp1252_char(*byte) {
            Some(c) => {
                decoder.char(c)?;
                at + 1
            }
            None => decoder.recover(at, at + 1, "character maps to <undefined>")?,
        };
    }
    Ok(())
}

/// How an encoding of one byte per character takes a character.
pub(super) struct Narrow {
    pub(super) byte: fn(u32) -> Option<u8>,
    pub(super) target: Target,
    pub(super) reason: &'static str,
}

pub(super) const ASCII: Narrow = Narrow {
    byte: |c| u8::try_from(c).ok().filter(u8::is_ascii),
    target: Target::Narrow,
    reason: "ordinal not in range(128)",
};

pub(super) const LATIN1: Narrow = Narrow {
    byte: |c| u8::try_from(c).ok(),
    target: Target::Narrow,
    reason: "ordinal not in range(256)",
};

pub(super) const CP1252_ENCODER: Narrow = Narrow {
    byte: cp1252_byte,
    target: Target::Charmap,
    reason: "character maps to <undefined>",
};

/// Encodes each character as one byte; characters that cannot be are an error together with those that follow.
pub(super) fn encode(encoder: &mut Encoder<'_>, narrow: &Narrow) -> Result<(), Failure> {
    if encoder.rest().is_ascii() {
        return encoder.copy_rest();
    }
    let mut wrong = Vec::new();
    loop {
        let next = encoder.next();
        let byte = next.and_then(narrow.byte);
        if let (Some(c), None) = (next, byte) {
            wrong.push(c);
            continue;
        }
        if !wrong.is_empty() {
            // The character that ends the run was read already.
            encoder.recover_before(
                narrow.target,
                &wrong,
                narrow.reason,
                usize::from(next.is_some()),
            )?;
            wrong.clear();
        }
        match byte {
            Some(byte) => encoder.bytes(&[byte])?,
            None => return Ok(()),
        }
    }
}
