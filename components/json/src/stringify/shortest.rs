//! The shortest decimal that reads back as a float: the algorithm of Raffaello Giulietti ("The Schubfach way to render
//! doubles", 2020), with the table that parsing uses.

use crate::powers::{rounded_up, wide};

const FRACTION_BITS: u32 = 52;
/// The exponent of a float's last bit is its biased one less this.
const BIAS: i32 = 1075;

/// Digits, without zeros at their end, and the power of ten that they are multiplied with. `value` is finite and above zero.
pub(super) fn shortest(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    let biased = (bits >> FRACTION_BITS) as i32;
    let (mantissa, exponent) = match biased {
        0 => (fraction, 1 - BIAS),
        _ => (fraction | 1 << FRACTION_BITS, biased - BIAS),
    };
    if (-52..=0).contains(&exponent) && mantissa.trailing_zeros() >= exponent.unsigned_abs() {
        // An integer below 2^53 needs all its digits.
        return without_zeros(mantissa >> -exponent, 0);
    }
    // Below a power of two the next float is only half as far away.
    let near_below = fraction == 0 && biased > 1;
    let (digits, power) = between(mantissa, exponent, near_below);
    without_zeros(digits, power)
}

/// The decimal with the fewest digits in the interval of those that round to the float, and of these the nearest one.
fn between(mantissa: u64, exponent: i32, near_below: bool) -> (u64, i32) {
    // The interval's ends belong to it when ties go to this float.
    let outside = mantissa & 1;
    let below = 4 * mantissa - 2 + u64::from(near_below);
    // floor(log10 of the interval's width), in fixed point.
    let power = (exponent * 1_262_611 - if near_below { 524_031 } else { 0 }) >> 22;
    let shift = exponent + ((-power * 1_741_647) >> 19) + 1;
    let scale = rounded_up(-power);
    let lower = scaled(scale, below << shift) + outside;
    let middle = scaled(scale, (4 * mantissa) << shift);
    let upper = scaled(scale, (4 * mantissa + 2) << shift) - outside;

    let digits = middle / 4;
    if digits >= 10 {
        let tens = digits / 10;
        let (down, up) = (lower <= 40 * tens, 40 * tens + 40 <= upper);
        if down != up {
            return (tens + u64::from(up), power + 1);
        }
    }
    let (down, up) = (lower <= 4 * digits, 4 * digits + 4 <= upper);
    let half = 4 * digits + 2;
    let round_up = if down != up {
        up
    } else {
        middle > half || (middle == half && digits & 1 == 1)
    };
    (digits + u64::from(round_up), power)
}

/// The high word of the product, its last bit set when anything follows it.
#[inline(always)]
fn scaled((high, low): (u64, u64), value: u64) -> u64 {
    let (_, carry) = wide(low, value);
    let (rest, product) = wide(high, value);
    let (rest, overflow) = rest.overflowing_add(carry);
    (product + u64::from(overflow)) | u64::from(rest > 1)
}

fn without_zeros(mut digits: u64, mut power: i32) -> (u64, i32) {
    while digits.is_multiple_of(10) {
        digits /= 10;
        power += 1;
    }
    (digits, power)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// serde_json prints the shortest digits too, ties to even as we do; of its text only digits and exponent count.
    fn check(value: f64) {
        let text = serde_json::to_string(&value).expect("a number");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let places = mantissa
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len() as i32);
        let digits: u64 = mantissa.replace('.', "").parse().expect("digits");
        let exponent: i32 = exponent.parse().expect("an exponent");
        assert_eq!(
            shortest(value),
            without_zeros(digits, exponent - places),
            "{text}"
        );
    }

    #[test]
    fn every_power_of_two_and_its_neighbours_agree_with_serde_json() {
        for exponent in 0..2047u64 {
            let bits = exponent << FRACTION_BITS;
            for bits in [
                bits.max(2) - 1,
                bits.max(1),
                bits + 1,
                bits | 0x8_0000_0000_0000,
                bits | 0x5_5555_5555_5555,
            ] {
                check(f64::from_bits(bits));
            }
        }
    }

    #[test]
    fn random_floats_agree_with_serde_json() {
        let mut state = 3u64;
        for _ in 0..400_000 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let value = f64::from_bits((state ^ state >> 31) >> 1);
            if value.is_finite() && value != 0.0 {
                check(value);
            }
            check(((state >> 40) as f64 + 1.0) / 1000.0);
            check((state >> 20) as f64 + 1.0);
        }
    }
}
