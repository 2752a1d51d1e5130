//! UTF-7 (RFC 2152): ASCII in which other characters are UTF-16 in base 64, between `+` and `-`.

use super::Failure;
use super::decode::Decoder;
use super::encode::Encoder;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value of a digit of base 64.
fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// The digit of the low six bits.
fn digit_of(bits: u32) -> u8 {
    DIGITS[(bits & 63) as usize]
}

/// Bits that wait for more, in a section of base 64.
#[derive(Default)]
struct Bits {
    value: u32,
    count: u32,
}

impl Bits {
    /// Adds the low `count` bits of a number.
    fn push(&mut self, value: u32, count: u32) {
        self.value = self.value << count | value;
        self.count += count;
    }

    /// Takes the oldest `count` bits, when there are so many.
    fn take(&mut self, count: u32) -> Option<u32> {
        self.count = self.count.checked_sub(count)?;
        let taken = self.value >> self.count;
        self.value &= (1 << self.count) - 1;
        Some(taken)
    }
}

/// What is read of a section of base 64.
struct Section {
    /// Where its `+` is.
    start: usize,
    bits: Bits,
    /// A high surrogate that waits for its low one.
    high: Option<u32>,
}

impl Section {
    /// One more digit.
    fn push(&mut self, decoder: &mut Decoder<'_>, value: u32) -> Result<(), Failure> {
        self.bits.push(value, 6);
        let Some(unit) = self.bits.take(16) else {
            return Ok(());
        };
        match (self.high.take(), unit) {
            (Some(high), 0xDC00..0xE000) => {
                return decoder.char(0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
            }
            (Some(high), _) => decoder.char(high)?,
            (None, _) => {}
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return Ok(());
        }
        decoder.char(unit)
    }

    /// What is wrong with the bits that are left over where it ends.
    fn wrong_end(&self) -> Option<&'static str> {
        match (self.bits.count, self.bits.value) {
            (6.., _) => Some("partial character in shift sequence"),
            (_, 0) => None,
            _ => Some("non-zero padding bits in shift sequence"),
        }
    }
}

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Failure> {
    let input = decoder.input;
    let mut at = 0;
    let mut section: Option<Section> = None;
    loop {
        let Some(&byte) = input.get(at) else {
            let Some(open) = section.take() else {
                return Ok(());
            };
            if open.high.is_some() || open.wrong_end().is_some() {
                at = decoder.recover(open.start, input.len(), "unterminated shift sequence")?;
            }
            continue;
        };
        if let Some(open) = &mut section {
            if let Some(value) = digit(byte) {
                open.push(decoder, value)?;
                at += 1;
                continue;
            }
            at = leave(decoder, open, byte, at)?;
            section = None;
            continue;
        }
        match (byte, input.get(at + 1)) {
            (b'+', Some(b'-')) => {
                decoder.text(b"+")?;
                at += 2;
            }
            (b'+', Some(next)) if digit(*next).is_none() => {
                at = decoder.recover(at, at + 2, "ill-formed sequence")?;
            }
            (b'+', _) => {
                section = Some(Section {
                    start: at,
                    bits: Bits::default(),
                    high: None,
                });
                at += 1;
            }
            (0..=127, _) => {
                decoder.text(&[byte])?;
                at += 1;
            }
            _ => at = decoder.recover(at, at + 1, "unexpected special character")?,
        }
    }
}

/// The end of a section at a byte that is no digit; says where to go on.
fn leave(decoder: &mut Decoder<'_>, open: &Section, byte: u8, at: usize) -> Result<usize, Failure> {
    if let Some(reason) = open.wrong_end() {
        return decoder.recover(open.start, at + 1, reason);
    }
    if let Some(high) = open.high
        && byte.is_ascii()
    {
        decoder.char(high)?;
    }
    // A minus only ends the section; anything else also stands for itself.
    Ok(at + usize::from(byte == b'-'))
}

/// Whether a character stands for itself.
const fn is_direct(c: u32) -> bool {
    matches!(c, 0x09 | 0x0A | 0x0D | 0x20..=0x7D) && c != b'+' as u32 && c != b'\\' as u32
}

/// Writes UTF-7, which has every character.
pub(super) fn encode(encoder: &mut Encoder<'_>) -> Result<(), Failure> {
    let mut section: Option<Bits> = None;
    while let Some(c) = encoder.next() {
        if is_direct(c) {
            let byte = c as u8;
            if let Some(bits) = section.take() {
                pad(encoder, bits)?;
                if digit(byte).is_some() || byte == b'-' {
                    encoder.bytes(b"-")?;
                }
            }
            encoder.bytes(&[byte])?;
            continue;
        }
        if section.is_none() {
            if c == u32::from(b'+') {
                encoder.bytes(b"+-")?;
                continue;
            }
            encoder.bytes(b"+")?;
        }
        let bits = section.get_or_insert_default();
        match c.checked_sub(0x1_0000) {
            None => unit(encoder, bits, c)?,
            Some(rest) => {
                unit(encoder, bits, 0xD800 + (rest >> 10))?;
                unit(encoder, bits, 0xDC00 + (rest & 0x3FF))?;
            }
        }
    }
    if let Some(bits) = section {
        pad(encoder, bits)?;
        encoder.bytes(b"-")?;
    }
    Ok(())
}

/// Writes the digits that 16 more bits complete.
fn unit(encoder: &mut Encoder<'_>, bits: &mut Bits, unit: u32) -> Result<(), Failure> {
    bits.push(unit, 16);
    while let Some(value) = bits.take(6) {
        encoder.bytes(&[digit_of(value)])?;
    }
    Ok(())
}

/// Writes the bits that are left over, filled up with zeros.
fn pad(encoder: &mut Encoder<'_>, bits: Bits) -> Result<(), Failure> {
    if bits.count == 0 {
        return Ok(());
    }
    encoder.bytes(&[digit_of(bits.value << (6 - bits.count))])
}
