//! Decimals: little-endian two's complement in Arrow, the extension `decimal` (`[exponent, mantissa]`) in the pivot.

use arrow_buffer::i256;
use molt_pivot::{Reader, Token, ext};

/// The largest payload: an array's head, an exponent of two bytes, and a big integer of 32 bytes with its head.
const LARGEST: usize = 1 + 2 + 3 + 32;

/// The payload of a decimal extension.
pub(crate) struct Payload {
    bytes: [u8; LARGEST],
    len: usize,
}

impl Payload {
    /// From a little-endian value; `None` when it has more digits than `precision`.
    pub fn new(value: &[u8], precision: u8, scale: i8) -> Option<Payload> {
        let mut payload = Payload {
            bytes: [0; LARGEST],
            len: 0,
        };
        payload.put(&[0x92]);
        payload.int(-i128::from(scale));
        if value.len() <= 16 {
            let value = sign_extended(value);
            if value.unsigned_abs() >= 10u128.pow(precision.min(38).into()) {
                return None;
            }
            payload.int(value);
        } else {
            let value = i256::from_le_bytes(value.try_into().ok()?);
            if !fits(value, precision) {
                return None;
            }
            match value.to_i128() {
                Some(value) => payload.int(value),
                None => payload.big(&big_endian(value)),
            }
        }
        Some(payload)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    fn put(&mut self, bytes: &[u8]) {
        self.bytes[self.len..][..bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
    }

    /// An integer in the shortest form.
    fn int(&mut self, value: i128) {
        let bytes = value.to_be_bytes();
        match value {
            -0x20..=0x7f => self.put(&bytes[15..]),
            0x80..=0xff => self.headed(0xcc, &bytes[15..]),
            0x100..=0xffff => self.headed(0xcd, &bytes[14..]),
            0x1_0000..=0xffff_ffff => self.headed(0xce, &bytes[12..]),
            0x1_0000_0000..=0xffff_ffff_ffff_ffff => self.headed(0xcf, &bytes[8..]),
            -0x80..=-0x21 => self.headed(0xd0, &bytes[15..]),
            -0x8000..=-0x81 => self.headed(0xd1, &bytes[14..]),
            -0x8000_0000..=-0x8001 => self.headed(0xd2, &bytes[12..]),
            -0x8000_0000_0000_0000..=-0x8000_0001 => self.headed(0xd3, &bytes[8..]),
            _ => self.big(&bytes),
        }
    }

    fn headed(&mut self, head: u8, bytes: &[u8]) {
        self.put(&[head]);
        self.put(bytes);
    }

    /// The extension `bigint`: two's complement without bytes that only repeat the sign.
    fn big(&mut self, bytes: &[u8]) {
        let redundant = bytes
            .windows(2)
            .take_while(|pair| matches!(pair, [0, 0..=0x7f] | [0xff, 0x80..=0xff]))
            .count();
        let bytes = &bytes[redundant..];
        match bytes.len() {
            16 => self.put(&[0xd8, ext::BIGINT as u8]),
            length => self.put(&[0xc7, length as u8, ext::BIGINT as u8]),
        }
        self.put(bytes);
    }
}

fn sign_extended(value: &[u8]) -> i128 {
    let negative = value.last().is_some_and(|byte| *byte >= 0x80);
    let mut bytes = [if negative { 0xff } else { 0 }; 16];
    bytes[..value.len()].copy_from_slice(value);
    i128::from_le_bytes(bytes)
}

fn big_endian(value: i256) -> [u8; 32] {
    let mut bytes = value.to_le_bytes();
    bytes.reverse();
    bytes
}

/// A decimal of the pivot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Decimal {
    pub mantissa: i256,
    pub exponent: i64,
}

impl Decimal {
    /// Reads a payload; `None` when it is none, or its mantissa has more than 256 bits.
    pub fn from_payload(payload: &[u8]) -> Option<Decimal> {
        let mut reader = Reader::nested(payload, 0);
        if reader.next().ok()? != Token::Array(2) {
            return None;
        }
        let exponent = match reader.next().ok()? {
            Token::Uint(exponent) => i64::try_from(exponent).ok()?,
            Token::Int(exponent) => exponent,
            _ => return None,
        };
        let mantissa = match reader.next().ok()? {
            Token::Uint(value) => i256::from_i128(value.into()),
            Token::Int(value) => i256::from_i128(value.into()),
            Token::Ext(ext::BIGINT, bytes) => from_big_endian(bytes)?,
            _ => return None,
        };
        (reader.remaining() == 0).then_some(Decimal { mantissa, exponent })
    }

    /// The mantissa at `scale`; `None` when digits would be lost or there is no room for them.
    pub fn at_scale(self, scale: i8) -> Option<i256> {
        let shift = self.exponent.checked_add(scale.into())?;
        if self.mantissa == i256::ZERO {
            return Some(i256::ZERO);
        }
        let power = power_of_ten(u32::try_from(shift.unsigned_abs()).ok()?)?;
        if shift >= 0 {
            return self.mantissa.checked_mul(power);
        }
        let rest = self.mantissa.checked_rem(power)?;
        if rest == i256::ZERO {
            self.mantissa.checked_div(power)
        } else {
            None
        }
    }
}

fn from_big_endian(bytes: &[u8]) -> Option<i256> {
    let negative = *bytes.first()? >= 0x80;
    let mut wide = [if negative { 0xff } else { 0 }; 32];
    let start = wide.len().checked_sub(bytes.len())?;
    wide[start..].copy_from_slice(bytes);
    wide.reverse();
    Some(i256::from_le_bytes(wide))
}

/// 10^`exponent`; `None` beyond 10^76, the largest in 256 bits.
pub(crate) fn power_of_ten(exponent: u32) -> Option<i256> {
    (exponent <= 76)
        .then(|| i256::from_i128(10).checked_pow(exponent))
        .flatten()
}

/// Whether `value` has at most `precision` digits.
pub(crate) fn fits(value: i256, precision: u8) -> bool {
    power_of_ten(precision.into()).is_some_and(|limit| value < limit && value > -limit)
}

/// Decimal digits of `value`, 1 for zero.
pub(crate) fn digits(value: i256) -> u8 {
    (1..=76)
        .find(|precision| fits(value, *precision))
        .unwrap_or(77)
}
