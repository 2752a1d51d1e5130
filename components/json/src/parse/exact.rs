//! Decimal to float 64 with integers of any size, for the few numbers that 64 bits of mantissa do not decide: more than 19
//! digits, or a value next to the middle between two floats.

use std::cmp::Ordering;

use super::float;

/// Digits that can matter: the middle between two floats has at most 767. What follows them only says "and more".
const ENOUGH_DIGITS: usize = 800;

const EXPLICIT_BITS: u32 = 52;
/// The exponent of a subnormal's last bit.
const SMALLEST_EXPONENT: i32 = -1074;

/// The float that is nearest to the number with these digits (others than `0`..=`9` are left out), times ten to the
/// `power`. Infinity when it is beyond float 64.
#[cold]
pub(crate) fn from_digits(mantissa: &[u8], mut power: i64) -> f64 {
    let mut digits = Vec::new();
    let mut more = false;
    let all = mantissa.iter().filter(|byte| byte.is_ascii_digit());
    for digit in all.skip_while(|digit| **digit == b'0') {
        if digits.len() < ENOUGH_DIGITS {
            digits.push(digit - b'0');
        } else {
            power += 1;
            more |= *digit != b'0';
        }
    }
    if more {
        digits.push(1);
        power -= 1;
    }
    // The number is 0.d1d2d3... times ten to this.
    let magnitude = power + digits.len() as i64;
    if digits.is_empty() || magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    nearest(&digits, power as i32)
}

/// A guess from the first digits, corrected until the number is between the middles on both sides of it.
fn nearest(digits: &[u8], power: i32) -> f64 {
    let first = &digits[..digits.len().min(19)];
    let left_out = (digits.len() - first.len()) as i64;
    let start = first
        .iter()
        .fold(0u64, |value, digit| value * 10 + u64::from(*digit));
    let mut guess = float::estimate(start, i64::from(power) + left_out).min(f64::MAX);
    loop {
        let (mantissa, exponent) = parts(guess);
        let odd = mantissa & 1 == 1;
        match compare(digits, power, 2 * mantissa + 1, exponent - 1) {
            Ordering::Greater => guess = guess.next_up(),
            Ordering::Equal if odd => guess = guess.next_up(),
            Ordering::Equal => return guess,
            Ordering::Less if mantissa == 0 => return guess,
            Ordering::Less => {
                // Below a power of two the floats are twice as dense.
                let (below, half) =
                    match mantissa == 1 << EXPLICIT_BITS && exponent > SMALLEST_EXPONENT {
                        true => (4 * mantissa - 1, exponent - 2),
                        false => (2 * mantissa - 1, exponent - 1),
                    };
                match compare(digits, power, below, half) {
                    Ordering::Less => guess = guess.next_down(),
                    Ordering::Equal if odd => guess = guess.next_down(),
                    _ => return guess,
                }
            }
        }
        if guess.is_infinite() {
            return guess;
        }
    }
}

/// A finite float from zero up as an integer times a power of two.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << EXPLICIT_BITS) - 1);
    match (bits >> EXPLICIT_BITS) as i32 {
        0 => (fraction, SMALLEST_EXPONENT),
        biased => (
            fraction | 1 << EXPLICIT_BITS,
            biased - 1 + SMALLEST_EXPONENT,
        ),
    }
}

/// Compares the digits times ten to the `power` with `binary` times two to the `exponent`.
fn compare(digits: &[u8], power: i32, binary: u64, exponent: i32) -> Ordering {
    let mut left = Big::default();
    for chunk in digits.chunks(9) {
        let value = chunk
            .iter()
            .fold(0, |value, digit| value * 10 + u32::from(*digit));
        left.multiply_add(10u32.pow(chunk.len() as u32), value);
    }
    let mut right = Big(vec![binary as u32, (binary >> 32) as u32]);
    let scaled = if power < 0 { &mut right } else { &mut left };
    scaled.times_power(10, 9, power.unsigned_abs());
    let scaled = if exponent < 0 { &mut left } else { &mut right };
    scaled.times_power(2, 31, exponent.unsigned_abs());
    left.compare(&right)
}

/// A natural number as 32-bit limbs, least significant first.
#[derive(Default)]
struct Big(Vec<u32>);

impl Big {
    #[inline(never)]
    fn multiply_add(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            self.0.push(carry as u32);
        }
    }

    /// Multiplies by `base` to the `power`, `step` factors at a time.
    #[inline(never)]
    fn times_power(&mut self, base: u32, step: u32, mut power: u32) {
        while power > 0 {
            let factors = power.min(step);
            self.multiply_add(base.pow(factors), 0);
            power -= factors;
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let (left, right) = (trimmed(&self.0), trimmed(&other.0));
        left.len()
            .cmp(&right.len())
            .then_with(|| left.iter().rev().cmp(right.iter().rev()))
    }
}

fn trimmed(limbs: &[u32]) -> &[u32] {
    let zeros = limbs.iter().rev().take_while(|limb| **limb == 0).count();
    &limbs[..limbs.len() - zeros]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(digits: &str, power: i64) {
        let expected: f64 = format!("{digits}e{power}").parse().expect("core parses it");
        let ours = from_digits(digits.as_bytes(), power);
        assert_eq!(
            ours.to_bits(),
            expected.to_bits(),
            "{digits}e{power}: {ours} instead of {expected}"
        );
    }

    #[test]
    fn middles_and_their_neighbours_agree_with_core() {
        for bits in [
            0,
            1,
            2,
            3,
            0xF_FFFF_FFFF_FFFF,
            1 << 52,
            (1 << 52) + 1,
            (2 << 52) - 1,
            2 << 52,
            1023 << 52,
            1024 << 52,
            (1075 << 52) + 1,
            f64::MAX.to_bits() - 1,
            f64::MAX.to_bits(),
        ] {
            let (mantissa, exponent) = parts(f64::from_bits(bits));
            // The middle above it, in decimal: (2 m + 1) 2^(e-1), and 2^-n is 5^n 10^-n.
            let half = exponent - 1;
            let mut middle = num_bigint(2 * mantissa + 1);
            let base = if half < 0 { 5 } else { 2 };
            for _ in 0..half.unsigned_abs() {
                middle = times(&middle, base);
            }
            let text: String = middle
                .iter()
                .rev()
                .map(|digit| char::from(b'0' + digit))
                .collect();
            let power = i64::from(half.min(0));
            check(&text, power);
            check(&format!("{text}0000000000000001"), power - 16);
            check(&format!("{text}{}1", "0".repeat(900)), power - 901);
            let mut below = text.clone().into_bytes();
            *below.last_mut().expect("digits") -= 1;
            check(std::str::from_utf8(&below).expect("digits"), power);
        }
    }

    /// Decimal digits, least significant first.
    fn num_bigint(mut value: u64) -> Vec<u8> {
        let mut digits = Vec::new();
        while value > 0 || digits.is_empty() {
            digits.push((value % 10) as u8);
            value /= 10;
        }
        digits
    }

    fn times(digits: &[u8], factor: u8) -> Vec<u8> {
        let mut carry = 0;
        let mut product = Vec::new();
        for digit in digits {
            carry += digit * factor;
            product.push(carry % 10);
            carry /= 10;
        }
        if carry > 0 {
            product.push(carry);
        }
        product
    }

    #[test]
    fn random_long_decimals_agree_with_core() {
        let mut state = 7u64;
        for round in 0..4000 {
            let mut digits = String::new();
            for _ in 0..1 + round % 120 {
                state = state
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                digits.push_str(&(state >> 44).to_string());
            }
            check(
                &digits,
                i64::from((state >> 33) as u32 % 700) - 360 - digits.len() as i64,
            );
        }
    }
}
