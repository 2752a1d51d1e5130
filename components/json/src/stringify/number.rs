//! Numbers as Python writes them.

use super::Output;

const PAIRS: &[u8; 200] = b"\
    0001020304050607080910111213141516171819\
    2021222324252627282930313233343536373839\
    4041424344454647484950515253545556575859\
    6061626364656667686970717273747576777879\
    8081828384858687888990919293949596979899";

pub(super) fn integer(out: &mut Output, negative: bool, mut magnitude: u64) {
    // A sign and the twenty digits of 2^64-1.
    let mut text = [0u8; 21];
    let mut at = text.len();
    while magnitude >= 100 {
        let pair = (magnitude % 100) as usize * 2;
        magnitude /= 100;
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if magnitude >= 10 {
        let pair = magnitude as usize * 2;
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        at -= 1;
        text[at] = b'0' + magnitude as u8;
    }
    if negative {
        at -= 1;
        text[at] = b'-';
    }
    out.push(&text[at..]);
}

/// The shortest digits that read back as `value`, which is finite, as `repr` lays them out: with a point from 1e-4 up to
/// below 1e16, otherwise with an exponent of two digits at least.
pub(super) fn float(out: &mut Output, value: f64) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value).as_bytes();
    let Decimal {
        digits,
        count,
        point,
    } = Decimal::of(text);
    let digits = &digits[..count];
    if value.is_sign_negative() {
        out.push(b"-");
    }
    match point {
        -3..=0 => {
            out.push(&b"0.000"[..2 + point.unsigned_abs() as usize]);
            out.push(digits);
        }
        1..=16 => fixed(out, digits, point as usize),
        _ => scientific(out, digits, point - 1),
    }
}

fn fixed(out: &mut Output, digits: &[u8], point: usize) {
    if let Some((whole, fraction)) = digits
        .split_at_checked(point)
        .filter(|(_, fraction)| !fraction.is_empty())
    {
        out.push(whole);
        out.push(b".");
        out.push(fraction);
        return;
    }
    out.push(digits);
    out.push(&b"0000000000000000"[..point - digits.len()]);
    out.push(b".0");
}

fn scientific(out: &mut Output, digits: &[u8], exponent: i32) {
    out.push(&digits[..1]);
    if digits.len() > 1 {
        out.push(b".");
        out.push(&digits[1..]);
    }
    out.push(if exponent < 0 { b"e-" } else { b"e+" });
    if exponent.abs() < 10 {
        out.push(b"0");
    }
    integer(out, false, exponent.unsigned_abs().into());
}

/// 0.d1d2d3... times ten to the `point`.
struct Decimal {
    digits: [u8; 24],
    /// How many digits count; the last of them is no zero, unless it is the only one.
    count: usize,
    point: i32,
}

impl Decimal {
    /// Takes the layout out of a float's text.
    fn of(text: &[u8]) -> Self {
        let mut decimal = Self {
            digits: [b'0'; 24],
            count: 0,
            point: 0,
        };
        let mut after_point = false;
        for (at, &byte) in text.iter().enumerate() {
            match byte {
                b'0'..=b'9' => decimal.digit(byte, after_point),
                b'.' => after_point = true,
                b'e' => {
                    decimal.point += exponent(&text[at + 1..]);
                    break;
                }
                _ => {}
            }
        }
        while decimal.count > 0 && decimal.digits[decimal.count - 1] == b'0' {
            decimal.count -= 1;
        }
        if decimal.count == 0 {
            return Self {
                digits: [b'0'; 24],
                count: 1,
                point: 1,
            };
        }
        decimal
    }

    fn digit(&mut self, byte: u8, after_point: bool) {
        let leading_zero = self.count == 0 && byte == b'0';
        match (leading_zero, after_point) {
            (true, true) => self.point -= 1,
            (true, false) => {}
            (false, _) => {
                // A float has at most 17 digits; zeros that fill it up to the point need no place.
                if self.count < self.digits.len() {
                    self.digits[self.count] = byte;
                    self.count += 1;
                }
                self.point += i32::from(!after_point);
            }
        }
    }
}

fn exponent(text: &[u8]) -> i32 {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit());
    let magnitude = digits.fold(0, |value, byte| value * 10 + i32::from(byte - b'0'));
    if text.first() == Some(&b'-') {
        -magnitude
    } else {
        magnitude
    }
}
