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
    let mut text = Text::default();
    if value.is_sign_negative() {
        text.add(b"-");
    }
    let magnitude = value.abs();
    if magnitude == 0.0 {
        text.add(b"0.0");
    } else {
        let (digits, exponent) = shortest(magnitude);
        let mut room = [0; 1 + MOST_DIGITS];
        let first = write_digits(&mut room, digits);
        let digits = &room[first..];
        let point = digits.len() as i32 + exponent;
        match point {
            -3..=0 => {
                text.add(&b"0.000"[..2 + point.unsigned_abs() as usize]);
                text.add(digits);
            }
            1..=16 => text.fixed(digits, point as usize),
            _ => text.scientific(digits, point - 1),
        }
    }
    out.raw(&text.bytes[..text.length]);
}

/// The longest has 24 bytes: `-2.2250738585072014e-308`.
#[derive(Default)]
struct Text {
    bytes: [u8; 32],
    length: usize,
}

impl Text {
    #[inline(never)]
    fn add(&mut self, bytes: &[u8]) {
        for (place, byte) in self.bytes[self.length..].iter_mut().zip(bytes) {
            *place = *byte;
        }
        self.length += bytes.len();
    }

    fn fixed(&mut self, digits: &[u8], point: usize) {
        if let Some((whole, fraction @ [_, ..])) = digits.split_at_checked(point) {
            self.add(whole);
            self.add(b".");
            return self.add(fraction);
        }
        self.add(digits);
        self.add(&b"0000000000000000"[..point - digits.len()]);
        self.add(b".0");
    }

    fn scientific(&mut self, digits: &[u8], exponent: i32) {
        let (first, rest) = digits.split_at(1);
        self.add(first);
        if !rest.is_empty() {
            self.add(b".");
            self.add(rest);
        }
        self.add(if exponent < 0 { b"e-" } else { b"e+" });
        let mut room = [b'0'; 1 + MOST_DIGITS];
        let first = write_digits(&mut room, exponent.unsigned_abs().into());
        // Two digits at least.
        self.add(&room[first.min(MOST_DIGITS - 1)..]);
    }
}
