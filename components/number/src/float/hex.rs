//! `float.hex` and `float.fromhex`.

use crate::error::{Error, Result};
use crate::float::split;
use crate::int::{is_space, scale};

/// `x.hex()`
pub fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return crate::float::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = split(x);
    let fraction = mantissa & ((1 << 52) - 1);
    format!(
        "{sign}0x{}.{fraction:013x}p{:+}",
        mantissa >> 52,
        exponent + 52
    )
}

fn invalid() -> Error {
    Error::value("invalid hexadecimal floating-point string")
}

/// `float.fromhex(text)`
pub fn from_hex(text: &[u8]) -> Result<f64> {
    let first = text
        .iter()
        .position(|c| !is_space(*c))
        .ok_or_else(invalid)?;
    let last = text
        .iter()
        .rposition(|c| !is_space(*c))
        .ok_or_else(invalid)?;
    let text = text.get(first..=last).ok_or_else(invalid)?;
    let (negative, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let is = |word: &[u8]| body.eq_ignore_ascii_case(word);
    let magnitude = if is(b"inf") || is(b"infinity") {
        f64::INFINITY
    } else if is(b"nan") {
        f64::NAN
    } else {
        finite(body)?
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn finite(body: &[u8]) -> Result<f64> {
    let body = match body {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        _ => body,
    };
    let mut coefficient = Coefficient::default();
    let mut rest = coefficient.read(body, false);
    if let [b'.', behind @ ..] = rest {
        rest = coefficient.read(behind, true);
    }
    if !coefficient.any {
        return Err(invalid());
    }
    let exponent = match rest {
        [] => 0,
        [b'p' | b'P', exponent @ ..] => read_exponent(exponent)?,
        _ => return Err(invalid()),
    };
    let value = scale(
        coefficient.mantissa,
        coefficient.sticky,
        exponent.saturating_add(coefficient.exponent),
    );
    if value.is_infinite() {
        return Err(Error::overflow(
            "hexadecimal value too large to represent as a float",
        ));
    }
    Ok(value)
}

/// Up to 64 bits of the digits read so far, and what they must be multiplied with.
#[derive(Default)]
struct Coefficient {
    mantissa: u64,
    sticky: bool,
    exponent: i64,
    any: bool,
}

impl Coefficient {
    /// Takes the digits at the front and returns what follows them.
    fn read<'a>(&mut self, text: &'a [u8], fraction: bool) -> &'a [u8] {
        let mut rest = text;
        while let [c, behind @ ..] = rest
            && let Some(digit) = (*c as char).to_digit(16)
        {
            self.any = true;
            rest = behind;
            if self.mantissa >> 60 == 0 {
                self.mantissa = self.mantissa << 4 | u64::from(digit);
                self.exponent -= if fraction { 4 } else { 0 };
            } else {
                self.sticky |= digit != 0;
                self.exponent += if fraction { 0 } else { 4 };
            }
        }
        rest
    }
}

/// A decimal exponent; one that does not fit is as good as the largest.
fn read_exponent(text: &[u8]) -> Result<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(invalid());
    }
    let magnitude = digits.iter().fold(0i64, |n, c| {
        n.saturating_mul(10).saturating_add(i64::from(c - b'0'))
    });
    Ok(if negative { -magnitude } else { magnitude })
}
