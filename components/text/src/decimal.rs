//! The digits of small ints.

use crate::text::{Text, TextBuilder};

/// An int of 64 bits in decimal, with its sign.
pub struct Decimal {
    digits: [u8; 20],
    from: usize,
}

/// "00" to "99".
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

impl Decimal {
    /// Makes the digits.
    pub fn of(number: i64) -> Self {
        let mut digits = [b'-'; 20];
        let mut from = digits.len();
        let mut rest = number.unsigned_abs();
        while rest >= 100 {
            from -= 2;
            digits[from..from + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
            rest /= 100;
        }
        let [tens, ones] = PAIRS[rest as usize];
        from -= 1;
        digits[from] = ones;
        if rest >= 10 {
            from -= 1;
            digits[from] = tens;
        }
        // What is before the digits is a minus already.
        from -= usize::from(number < 0);
        Self { digits, from }
    }

    /// The digits, ASCII.
    pub fn as_bytes(&self) -> &[u8] {
        &self.digits[self.from..]
    }

    /// How many bytes the digits of an int are, without making them.
    pub fn length(number: i64) -> usize {
        let digits = number.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
        digits as usize + usize::from(number < 0)
    }
}

impl From<Decimal> for Text {
    fn from(decimal: Decimal) -> Self {
        let digits = decimal.as_bytes();
        Self::from_parts(digits, digits.len())
    }
}

impl TextBuilder {
    /// Appends an int in decimal.
    pub fn push_int(&mut self, number: i64) {
        self.push_ascii(Decimal::of(number).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn digits_are_what_the_standard_library_writes() {
        let powers = (0..19).map(|power| 10_i64.pow(power));
        let near = powers.flat_map(|power| [power - 1, power, power + 1, power * 7 / 3]);
        for number in near.chain([i64::MAX, i64::MIN]) {
            for number in [number, number.wrapping_neg()] {
                let expected = number.to_string();
                assert_eq!(Decimal::of(number).as_bytes(), expected.as_bytes());
                assert_eq!(Decimal::length(number), expected.len());
            }
        }
    }
}
