//! Numbers: RFC 8259's grammar, and what each spelling means.

use super::fail::{Fail, Reason, Step};
use super::{exact, float};
use crate::options::{FloatOverflow, MAX_INTEGER_DIGITS};

/// A number as the pivot tells them apart. An integer without fraction and exponent stays one, whatever its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Uint(u64),
    /// Below zero.
    Int(i64),
    Float(f64),
    /// Outside -2^63 ..= 2^64-1; the digits are the input from `digits` to the number's end.
    Big {
        negative: bool,
        digits: usize,
    },
}

/// Digits that always fit a `u64`.
const SAFE_DIGITS: usize = 19;

/// Reads the number that starts at `start`, with `-` or a digit; and the place after it.
#[inline(always)]
pub(crate) fn read(input: &[u8], start: usize, overflow: FloatOverflow) -> Step<(Number, usize)> {
    let negative = input.get(start) == Some(&b'-');
    let first = start + usize::from(negative);
    let mut mantissa = 0u64;
    let mut at = first;
    while let Some(digit) = digit(input, at) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(digit);
        at += 1;
    }
    let count = at - first;
    if count == 0 {
        return Err(Fail::new(Reason::Digit, first));
    }
    if count > 1 && input[first] == b'0' {
        return Err(Fail::new(Reason::LeadingZero, first + 1));
    }
    if matches!(input.get(at), Some(b'.' | b'e' | b'E')) {
        return read_float(
            input,
            Integer {
                start,
                first,
                negative,
                mantissa,
                count,
            },
            at,
            overflow,
        );
    }
    let number = if count > SAFE_DIGITS {
        long_integer(&input[first..at], negative, first)?
    } else if !negative {
        Number::Uint(mantissa)
    } else {
        negated(mantissa, first)
    };
    Ok((number, at))
}

#[inline(always)]
fn digit(input: &[u8], at: usize) -> Option<u64> {
    let digit = input.get(at)?.wrapping_sub(b'0');
    (digit < 10).then_some(u64::from(digit))
}

/// Minus zero is the integer 0, as Python has it.
fn negated(magnitude: u64, digits: usize) -> Number {
    match magnitude {
        0 => Number::Uint(0),
        1..=0x8000_0000_0000_0000 => Number::Int(magnitude.wrapping_neg().cast_signed()),
        _ => Number::Big {
            negative: true,
            digits,
        },
    }
}

/// An integer of twenty digits may fit, a longer one never does.
#[cold]
fn long_integer(text: &[u8], negative: bool, digits: usize) -> Step<Number> {
    if text.len() > MAX_INTEGER_DIGITS {
        return Err(Fail::new(
            Reason::IntegerDigits,
            digits + MAX_INTEGER_DIGITS,
        ));
    }
    let magnitude = text.iter().try_fold(0u64, |sum, byte| {
        sum.checked_mul(10)?.checked_add(u64::from(byte - b'0'))
    });
    Ok(match magnitude {
        Some(magnitude) if negative => negated(magnitude, digits),
        Some(magnitude) => Number::Uint(magnitude),
        None => Number::Big { negative, digits },
    })
}

/// The part of a number before `.`, `e` or `E`.
#[derive(Clone, Copy)]
struct Integer {
    start: usize,
    /// Where its digits start.
    first: usize,
    negative: bool,
    /// Its value; wrapped around when it has more than [`SAFE_DIGITS`].
    mantissa: u64,
    count: usize,
}

#[inline(always)]
fn read_float(
    input: &[u8],
    integer: Integer,
    mut at: usize,
    overflow: FloatOverflow,
) -> Step<(Number, usize)> {
    let Integer {
        mut mantissa,
        mut count,
        ..
    } = integer;
    let mut power = 0i64;
    if input[at] == b'.' {
        let fraction = at + 1;
        (mantissa, at) = fraction_digits(input, fraction, mantissa);
        if at == fraction {
            return Err(Fail::new(Reason::FractionDigit, at));
        }
        count += at - fraction;
        power = -((at - fraction) as i64);
    }
    let mantissa_end = at;
    if matches!(input.get(at), Some(b'e' | b'E')) {
        let (exponent, after) = exponent(input, at + 1)?;
        // Both are far below 2^62: an exponent is cut there, and a fraction has at most 2^32 digits.
        power += exponent;
        at = after;
    }
    let digits = &input[integer.first..mantissa_end];
    let decided = if count <= SAFE_DIGITS || significant(digits) <= SAFE_DIGITS {
        float::from_decimal(mantissa, power)
    } else {
        None
    };
    let magnitude = match decided {
        Some(value) => value,
        None => exact::from_digits(digits, power),
    };
    if magnitude.is_infinite() && overflow == FloatOverflow::Refuse {
        return Err(Fail::new(Reason::FloatOverflow, integer.start));
    }
    Ok((
        Number::Float(if integer.negative {
            -magnitude
        } else {
            magnitude
        }),
        at,
    ))
}

/// Reads digits from `at` on into `mantissa`, eight at a time while there are as many.
#[inline(always)]
fn fraction_digits(input: &[u8], mut at: usize, mut mantissa: u64) -> (u64, usize) {
    while let Some(chunk) = input.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let Some(value) = eight_digits(u64::from_le_bytes(*chunk)) else {
            break;
        };
        mantissa = mantissa.wrapping_mul(100_000_000).wrapping_add(value);
        at += 8;
    }
    while let Some(digit) = digit(input, at) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(digit);
        at += 1;
    }
    (mantissa, at)
}

/// The value of eight ASCII digits, the first in the lowest byte; `None` when one is no digit.
#[inline(always)]
fn eight_digits(chunk: u64) -> Option<u64> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let high = chunk & 0xF0F0_F0F0_F0F0_F0F0;
    let carried = chunk.wrapping_add(0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0;
    if high != ZEROS || carried != ZEROS {
        return None;
    }
    let digits = chunk - ZEROS;
    // Pairs, then fours, then all eight: each step joins neighbours.
    let pairs = (digits * 10 + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    Some((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF)
}

/// The exponent after `e`, cut at a size that no number of digits before it makes up for.
#[inline(always)]
fn exponent(input: &[u8], at: usize) -> Step<(i64, usize)> {
    const CUT: i64 = 1 << 40;
    let negative = input.get(at) == Some(&b'-');
    let first = at + usize::from(matches!(input.get(at), Some(b'+' | b'-')));
    let mut value = 0i64;
    let mut at = first;
    while let Some(digit) = digit(input, at) {
        if value < CUT {
            value = value * 10 + digit.cast_signed();
        }
        at += 1;
    }
    if at == first {
        return Err(Fail::new(Reason::ExponentDigit, at));
    }
    Ok((if negative { -value } else { value }, at))
}

/// Digits of a mantissa from its first that is not zero.
#[cold]
fn significant(mantissa: &[u8]) -> usize {
    let zeros = mantissa
        .iter()
        .take_while(|byte| matches!(byte, b'0' | b'.'))
        .count();
    mantissa[zeros..]
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_are_their_value_and_nothing_else_is_one() {
        for text in ["00000000", "12345678", "99999999", "00000001", "10000000"] {
            let chunk = u64::from_le_bytes(text.as_bytes().try_into().expect("eight"));
            assert_eq!(eight_digits(chunk), text.parse().ok());
        }
        for place in 0..8 {
            for byte in 0..=255u8 {
                let mut text = *b"12345678";
                text[place] = byte;
                assert_eq!(
                    eight_digits(u64::from_le_bytes(text)).is_some(),
                    byte.is_ascii_digit(),
                    "{byte}"
                );
            }
        }
    }
}
