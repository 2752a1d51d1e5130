//! Numbers as Python writes them.

use molt_pivot::Buffer;

use super::shortest::shortest;

const PAIRS: &[u8; 200] = b"\
    0001020304050607080910111213141516171819\
    2021222324252627282930313233343536373839\
    4041424344454647484950515253545556575859\
    6061626364656667686970717273747576777879\
    8081828384858687888990919293949596979899";

/// The digits of 2^64-1.
const MOST_DIGITS: usize = 20;

pub(super) fn integer(out: &mut Buffer, negative: bool, magnitude: u64) {
    let mut text = [b'-'; 1 + MOST_DIGITS];
    let first = write_digits(&mut text, magnitude);
    out.raw(&text[first - usize::from(negative)..]);
}

/// Writes decimal digits at the end of `text`; the place of the first.
#[inline(always)]
fn write_digits(text: &mut [u8; 1 + MOST_DIGITS], mut value: u64) -> usize {
    let mut at = text.len();
    while value >= 100 {
        let pair = (value % 100) as usize * 2;
        value /= 100;
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if value >= 10 {
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[value as usize * 2..][..2]);
    } else {
        at -= 1;
        text[at] = b'0' + value as u8;
    }
    at
}

/// The shortest digits that read back as `value`, which is finite, as `repr` lays them out: with a point from 1e-4 up to
/// below 1e16, otherwise with an exponent of two digits at least.
pub(super) fn float(out: &mut Buffer, value: f64) {
    if value.is_sign_negative() {
        out.put([b'-']);
    }
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return out.put(*b"0.0");
    }
    let (digits, exponent) = shortest(magnitude);
    let mut text = [0; 1 + MOST_DIGITS];
    let first = write_digits(&mut text, digits);
    let digits = &text[first..];
    let point = digits.len() as i32 + exponent;
    match point {
        -3..=0 => {
            out.raw(&b"0.000"[..2 + point.unsigned_abs() as usize]);
            out.raw(digits);
        }
        1..=16 => fixed(out, digits, point as usize),
        _ => scientific(out, digits, point - 1),
    }
}

fn fixed(out: &mut Buffer, digits: &[u8], point: usize) {
    if digits.len() > point {
        let (whole, fraction) = digits.split_at(point);
        out.raw(whole);
        out.put([b'.']);
        return out.raw(fraction);
    }
    out.raw(digits);
    out.raw(&b"0000000000000000"[..point - digits.len()]);
    out.put(*b".0");
}

fn scientific(out: &mut Buffer, digits: &[u8], exponent: i32) {
    out.raw(&digits[..1]);
    if digits.len() > 1 {
        out.put([b'.']);
        out.raw(&digits[1..]);
    }
    out.put([b'e', if exponent < 0 { b'-' } else { b'+' }]);
    if exponent.abs() < 10 {
        out.put([b'0']);
    }
    integer(out, false, exponent.unsigned_abs().into());
}
