//! Decimal to float 64, rounded to nearest even: exact small cases in floats themselves, then the algorithm of Eisel and
//! Lemire ("Number Parsing at a Gigabyte per Second", 2021). What that cannot decide is left to `exact`.

use crate::powers::{LARGEST_POWER, SMALLEST_POWER, power_of_five, wide};

const EXPLICIT_BITS: i32 = 52;
const INFINITE_POWER: i32 = 0x7FF;

const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// `mantissa` times ten to the `power`; `None` when the algorithm cannot tell to which side to round. Infinity when it is
/// beyond float 64.
#[inline(always)]
pub(crate) fn from_decimal(mantissa: u64, power: i64) -> Option<f64> {
    // Both factors are exact floats, so that one operation rounds once (Clinger 1990).
    if mantissa <= 1 << 53 {
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
        let exact = mantissa as f64;
        if (0..=22).contains(&power) {
            return Some(exact * EXACT_POWERS[power.unsigned_abs() as usize]);
        }
        if (-22..0).contains(&power) {
            return Some(exact / EXACT_POWERS[power.unsigned_abs() as usize]);
        }
    }
    eisel_lemire(mantissa, power)
}

fn eisel_lemire(mantissa: u64, power: i64) -> Option<f64> {
    if mantissa == 0 || power < SMALLEST_POWER {
        return Some(0.0);
    }
    if power > LARGEST_POWER {
        return Some(f64::INFINITY);
    }
    let product = Product::of(mantissa, power);
    if product.low == u64::MAX && !(-27..=55).contains(&power) {
        return None;
    }
    Some(product.round())
}

/// As [`from_decimal`], but it always answers, and may be one float off.
pub(crate) fn estimate(mantissa: u64, power: i64) -> f64 {
    match power {
        ..SMALLEST_POWER => 0.0,
        _ if mantissa == 0 => 0.0,
        _ if power > LARGEST_POWER => f64::INFINITY,
        _ => Product::of(mantissa, power).round(),
    }
}

/// A mantissa, shifted to the top of its word, times a power of five.
struct Product {
    high: u64,
    low: u64,
    /// Of ten.
    power: i64,
    /// By how much the mantissa was shifted.
    zeros: i32,
}

impl Product {
    /// The high 128 bits of the product: 55 of them right at least, all of them when those do not decide.
    #[inline(always)]
    fn of(mantissa: u64, power: i64) -> Self {
        const UNDECIDED: u64 = u64::MAX >> (EXPLICIT_BITS + 3);
        let zeros = mantissa.leading_zeros().cast_signed();
        let mantissa = mantissa << zeros;
        let (five_high, five_low) = power_of_five(power);
        let (mut low, mut high) = wide(mantissa, five_high);
        if high & UNDECIDED == UNDECIDED {
            let (_, carry) = wide(mantissa, five_low);
            low = low.wrapping_add(carry);
            if carry > low {
                high += 1;
            }
        }
        Self {
            high,
            low,
            power,
            zeros,
        }
    }

    /// The nearest float.
    #[inline(always)]
    fn round(&self) -> f64 {
        let upper = (self.high >> 63) as i32;
        let shift = upper + 64 - EXPLICIT_BITS - 3;
        let mut binary = binary_exponent(self.power) + upper - self.zeros + 1023;
        let mut digits = self.high >> shift;
        if binary <= 0 {
            return subnormal(digits, binary);
        }
        // Exactly half way, possible only for small powers: to even, not up.
        let half_way = self.low <= 1 && (-4..=23).contains(&self.power) && digits & 3 == 1;
        if half_way && digits << shift == self.high {
            digits &= !1;
        }
        digits += digits & 1;
        digits >>= 1;
        if digits >= 2 << EXPLICIT_BITS {
            digits = 1 << EXPLICIT_BITS;
            binary += 1;
        }
        if binary >= INFINITE_POWER {
            return f64::INFINITY;
        }
        f64::from_bits(
            (digits & !(1 << EXPLICIT_BITS)) | u64::from(binary.unsigned_abs()) << EXPLICIT_BITS,
        )
    }
}

/// A float below the smallest with all its bits; `binary` is the biased exponent that it cannot have.
fn subnormal(mut digits: u64, binary: i32) -> f64 {
    if -binary + 1 >= 64 {
        return 0.0;
    }
    digits >>= -binary + 1;
    digits += digits & 1;
    digits >>= 1;
    // Rounded up it may just not be subnormal: then the carry is the exponent.
    f64::from_bits(digits)
}

/// The exponent of two that belongs to the normalised power of five.
#[inline(always)]
fn binary_exponent(power: i64) -> i32 {
    (((152_170 + 65_536) * power) >> 16) as i32 + 63
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mantissa: u64, power: i64) {
        let exact: f64 = format!("{mantissa}e{power}")
            .parse()
            .expect("core parses it");
        if let Some(ours) = from_decimal(mantissa, power) {
            assert_eq!(
                ours.to_bits(),
                exact.to_bits(),
                "{mantissa}e{power}: {ours} instead of {exact}"
            );
        }
    }

    #[test]
    fn every_power_agrees_with_core() {
        for power in -400..=400 {
            for mantissa in [
                0,
                1,
                2,
                3,
                5,
                7,
                9,
                17,
                4503599627370497,
                9007199254740993,
                u64::MAX,
                u64::MAX / 3,
            ] {
                check(mantissa, power);
            }
        }
    }

    #[test]
    fn random_decimals_agree_with_core() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut undecided = 0;
        for _ in 0..400_000 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let mantissa = (state ^ state >> 29) >> (state & 63);
            let power = i64::from((state >> 33) as u32 % 700) - 380;
            undecided += u32::from(from_decimal(mantissa, power).is_none());
            check(mantissa, power);
        }
        assert!(undecided < 100, "{undecided}");
    }

    #[test]
    fn half_way_cases_go_to_even() {
        for (mantissa, power) in [
            (9007199254740993, 0),
            (9007199254740995, 0),
            (90071992547409930, -1),
            (1125899906842624125, -3),
        ] {
            check(mantissa, power);
        }
    }
}
