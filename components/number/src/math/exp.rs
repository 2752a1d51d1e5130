//! exp, exp2 and powers.
//!
//! A quick evaluation with about 63 bits decides nearly always which float is the nearest. Where it cannot, everything is
//! evaluated again with 100 bits.

use crate::float::split;
use crate::int::scale;
use crate::math::dd::{Dd, fast_sum, product, sum};
use crate::math::log::{log_dd, quick_log};
use crate::math::tables::{EXP_TERMS, LN2, POWERS, STEP_REST, STEP_TOP};

/// 32 / ln 2
const INVERSE_STEP: f64 = 46.16624130844683;

/// e**x as a number between 0.9 and 2.1 and a power of two. |x| is below 800.
pub(super) fn exp_dd(x: Dd) -> (Dd, i32) {
    let k = (x.hi * INVERSE_STEP).round_ties_even();
    let rest = sum(x.hi, -k * STEP_TOP);
    let rest = Dd {
        hi: rest.hi,
        lo: rest.lo,
    }
    .sub(STEP_REST.mul_f(k))
    .add(Dd::new(x.lo));
    let step = k as i32;
    (
        POWERS[step.rem_euclid(32) as usize].mul(small(rest)),
        step.div_euclid(32),
    )
}

/// e**r for |r| below 1/90: the first terms of the series in full precision, the others need none.
fn small(r: Dd) -> Dd {
    let tail = [13.0, 12.0, 11.0, 10.0, 9.0, 8.0]
        .iter()
        .fold(1.0, |t, n| 1.0 + r.hi / n * t)
        / 5040.0;
    let mut acc = Dd::new(tail);
    for term in EXP_TERMS.iter().rev() {
        acc = r.mul(acc).add(*term);
    }
    acc = r.mul(acc).add(Dd::ONE);
    r.mul(acc).add(Dd::ONE)
}

/// e**x to 2**-63 of its size, as a number between 0.9 and 2.1 and a power of two. |x| is below 800.
#[inline]
fn quick(x: Dd) -> (Dd, i32) {
    let k = (x.hi * INVERSE_STEP).round_ties_even();
    let rest = sum(x.hi - k * STEP_TOP, -k * STEP_REST.hi);
    // What is low must stay so: its product with the high part is left out.
    let rest = sum(rest.hi, rest.lo + x.lo);
    let (r, low) = (rest.hi, rest.lo);
    let high = 1.0 / 24.0
        + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0 + r * (1.0 / 40320.0))));
    let tail = r * r * (0.5 + r * (1.0 / 6.0 + r * high));
    let step = k as i32;
    let power = POWERS[step.rem_euclid(32) as usize];
    let p = product(power.hi, r);
    let s = fast_sum(power.hi, p.hi);
    let low = s.lo + (p.lo + (power.lo + (power.hi * (low + tail) + power.lo * r)));
    (Dd { hi: s.hi, lo: low }, step.div_euclid(32))
}

/// e**x where the quick way, with an error of its argument besides its own, is sure and the result is a normal float.
#[inline]
fn quick_value(x: Dd, error: f64, shift: i32) -> Option<f64> {
    let (value, exponent) = quick(x);
    let exponent = exponent + shift;
    if !(-1020..=1020).contains(&exponent) {
        return None;
    }
    let value = value.settled(QUICK_ERROR + error)?;
    Some(value * f64::from_bits(((1023 + exponent) as u64) << 52))
}

/// 2**-62: the error of [`quick`] with room to spare.
const QUICK_ERROR: f64 = 2.168404344971009e-19;

/// e**x; infinity where that is too large.
pub(super) fn exp(x: f64) -> f64 {
    if x.is_nan() || x > 709.8 {
        return if x.is_nan() { x } else { f64::INFINITY };
    }
    if x < -745.2 {
        return 0.0;
    }
    if x.abs() < 1e-17 {
        return 1.0 + x;
    }
    if let Some(value) = quick_value(Dd::new(x), 0.0, 0) {
        return value;
    }
    let (value, exponent) = exp_dd(Dd::new(x));
    value.scaled(exponent)
}

/// 2**x; infinity where that is too large.
pub(super) fn exp2(x: f64) -> f64 {
    if x.is_nan() || x >= 1024.0 {
        return if x.is_nan() { x } else { f64::INFINITY };
    }
    if x < -1075.0 {
        return 0.0;
    }
    let whole = x.round_ties_even();
    if whole == x {
        return scale(1, false, x as i64);
    }
    let rest = LN2.mul_f(x - whole);
    if let Some(value) = quick_value(rest, 0.0, whole as i32) {
        return value;
    }
    let (value, exponent) = exp_dd(rest);
    value.scaled(exponent + whole as i32)
}

/// x**y for a positive finite x and a finite y; infinity where that is too large.
pub(crate) fn power(x: f64, y: f64) -> f64 {
    // Both are what the long way gives: the nearest float.
    if y == 0.5 {
        return x.sqrt();
    }
    if y == 2.0 {
        return x * x;
    }
    if let Some(exact) = exact_power(x, y) {
        return exact;
    }
    if let Some(value) = quick_power(x, y) {
        return value;
    }
    let log = log_dd(x);
    let size = y * log.hi;
    if size > 710.0 {
        return f64::INFINITY;
    }
    if size < -746.0 {
        return 0.0;
    }
    if size.abs() < 1e-17 {
        return 1.0 + size;
    }
    let p = product(y, log.hi);
    let (value, exponent) = exp_dd(fast_sum(p.hi, p.lo + y * log.lo));
    value.scaled(exponent)
}

fn quick_power(x: f64, y: f64) -> Option<f64> {
    let log = quick_log(x);
    let size = (y * log.hi).abs();
    if !(1e-17..=700.0).contains(&size) {
        return None;
    }
    let p = product(y, log.hi);
    quick_value(
        Dd {
            hi: p.hi,
            lo: p.lo + y * log.lo,
        },
        size * QUICK_ERROR,
        0,
    )
}

/// Small integer powers that 64 bits hold: among them are all that lie in the middle between two floats, which no
/// approximation rounds right.
fn exact_power(x: f64, y: f64) -> Option<f64> {
    if y.abs() > 2200.0 || y.trunc() != y {
        return None;
    }
    let (mantissa, exponent) = split(x);
    let zeros = mantissa.trailing_zeros();
    let odd = mantissa >> zeros;
    let exponent = i64::from(exponent + zeros as i32) * y as i64;
    if odd == 1 {
        return Some(scale(1, false, exponent));
    }
    if !(1.0..=64.0).contains(&y) {
        return None;
    }
    Some(scale(odd.checked_pow(y as u32)?, false, exponent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::between;

    #[test]
    fn the_quick_way_is_the_long_way() {
        for n in 0..30_000 {
            let x = between(n, -700.0, 700.0);
            let (value, exponent) = exp_dd(Dd::new(x));
            assert_eq!(exp(x), value.scaled(exponent), "e**{x:e}");
            let (base, y) = (between(n + 7, 0.0, 9.0), between(n + 13, -90.0, 90.0));
            let log = log_dd(base);
            let p = product(y, log.hi);
            let (value, exponent) = exp_dd(fast_sum(p.hi, p.lo + y * log.lo));
            assert_eq!(power(base, y), value.scaled(exponent), "{base:e}**{y:e}");
        }
    }

    #[test]
    fn results_in_the_middle_are_rounded_to_even() {
        // The square of 2**27 - 1 has 54 bits, the last of which is 1.
        let x = 134_217_727.0;
        assert_eq!(power(x, 2.0), x * x);
        assert_eq!(power(94_906_267.0, 2.0), 94_906_267.0 * 94_906_267.0);
        assert_eq!(power(0.5, 1074.0), f64::from_bits(1));
        assert_eq!(power(0.5, 1075.0), 0.0);
        assert_eq!(exp2(-1074.0), f64::from_bits(1));
    }
}
