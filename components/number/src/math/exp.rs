//! exp, exp2 and powers.

use crate::float::split;
use crate::int::scale;
use crate::math::dd::{Dd, fast_sum, product, sum};
use crate::math::log::log_dd;
use crate::math::tables::{EXP_TERMS, LN2, POWERS, STEP_REST, STEP_TOP};

/// 32 / ln 2
const INVERSE_STEP: f64 = 46.16624130844683;

/// e**x as a number between 0.9 and 2.1 and a power of two. |x| is below 800.
pub(super) fn exp_dd(x: Dd) -> (Dd, i32) {
    let k = libm::rint(x.hi * INVERSE_STEP);
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
    let whole = libm::rint(x);
    if whole == x {
        return scale(1, false, x as i64);
    }
    let (value, exponent) = exp_dd(LN2.mul_f(x - whole));
    value.scaled(exponent + whole as i32)
}

/// x**y for a positive finite x and a finite y; infinity where that is too large.
pub(crate) fn power(x: f64, y: f64) -> f64 {
    if let Some(exact) = exact_power(x, y) {
        return exact;
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

/// Small integer powers that 64 bits hold: among them are all that lie in the middle between two floats, which no
/// approximation rounds right.
fn exact_power(x: f64, y: f64) -> Option<f64> {
    if !(1.0..=64.0).contains(&y) || libm::trunc(y) != y {
        return None;
    }
    let y = y as u32;
    let (mantissa, exponent) = split(x);
    let zeros = mantissa.trailing_zeros();
    let odd = mantissa >> zeros;
    if odd == 1 {
        return Some(scale(
            1,
            false,
            i64::from(exponent + zeros as i32) * i64::from(y),
        ));
    }
    let power = odd.checked_pow(y)?;
    Some(scale(
        power,
        false,
        i64::from(exponent + zeros as i32) * i64::from(y),
    ))
}
