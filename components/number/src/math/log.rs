//! Logarithms.

use crate::math::dd::{Dd, fast_sum, product, sum};
use crate::math::exp::exp_dd;
use crate::math::tables::{INVERSE_LN2, LN2_REST, LN2_TOP, ODD_TERMS, RECIPROCALS};

/// A positive finite number as m * 2**k, m between 0.70 and 1.42.
fn reduced(x: f64) -> (f64, i32) {
    let (m, k) = libm::frexp(x);
    if m < std::f64::consts::FRAC_1_SQRT_2 {
        (m * 2.0, k - 1)
    } else {
        (m, k)
    }
}

/// ln m for m between 0.70 and 1.42.
fn log_of_reduced(m: f64) -> Dd {
    let f = m - 1.0;
    if f.abs() < 0.03125 {
        return log_near_one(f);
    }
    // One step of Newton's method on e**y = m, from the library's answer.
    let guess = libm::log(m);
    let (value, exponent) = exp_dd(Dd::new(-guess));
    let power = if exponent == 0 {
        1.0
    } else {
        libm::scalbn(1.0, exponent)
    };
    let value = value.mul_f(m * power);
    let rest = sum(value.hi, -1.0);
    let rest = fast_sum(rest.hi, rest.lo + value.lo);
    let first = sum(guess, rest.hi);
    fast_sum(first.hi, first.lo + (rest.lo - 0.5 * rest.hi * rest.hi))
}

/// ln(1 + f) = 2 artanh(f / (2 + f)), by its series.
fn log_near_one(f: f64) -> Dd {
    let s = Dd::new(f).div(sum(2.0, f));
    let square = s.mul(s);
    let q = square.hi;
    let tail =
        1.0 / 11.0 + q * (1.0 / 13.0 + q * (1.0 / 15.0 + q * (1.0 / 17.0 + q * (1.0 / 19.0))));
    let mut acc = Dd::new(tail);
    for term in ODD_TERMS.iter().rev() {
        acc = square.mul(acc).add(*term);
    }
    let acc = square.mul(acc).mul(s).add(s);
    Dd {
        hi: 2.0 * acc.hi,
        lo: 2.0 * acc.lo,
    }
}

/// ln x of a positive finite number, to about 2**-98 of its size.
pub(super) fn log_dd(x: f64) -> Dd {
    let (m, k) = reduced(x);
    let log = log_of_reduced(m);
    if k == 0 {
        return log;
    }
    let k = f64::from(k);
    Dd::new(k * LN2_TOP).add(LN2_REST.mul_f(k)).add(log)
}

/// ln x of a positive finite number, to 2**-64 of its size.
#[inline]
pub(super) fn quick_log(x: f64) -> Dd {
    // Subnormal numbers are made normal first.
    let (x, shift) = if x < f64::MIN_POSITIVE {
        (x * 18_014_398_509_481_984.0, 54)
    } else {
        (x, 0)
    };
    let bits = x.to_bits();
    let index = (bits >> 46 & 63) as usize;
    let halved = u64::from(index >= 27);
    let k = (bits >> 52) as i32 - 1023 - shift + halved as i32;
    let m = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 - halved) << 52);
    let (reciprocal, log) = RECIPROCALS[index];
    let p = product(m, reciprocal);
    let r = sum(p.hi - 1.0, p.lo);
    let square = product(r.hi, r.hi);
    let k = f64::from(k);
    let s = sum(k * LN2_TOP, log.hi);
    let t = sum(s.hi, r.hi);
    let u = sum(t.hi, -0.5 * square.hi);
    let q = r.hi;
    let high = 1.0 / 7.0
        - q * (1.0 / 8.0
            - q * (1.0 / 9.0 - q * (1.0 / 10.0 - q * (1.0 / 11.0 - q * (1.0 / 12.0)))));
    let tail = q * square.hi * (1.0 / 3.0 - q * (0.25 - q * (0.2 - q * (1.0 / 6.0 - q * high))));
    let small = k * LN2_REST.hi + log.lo + (r.lo - (0.5 * square.lo + q * r.lo) + tail);
    fast_sum(u.hi, u.lo + (t.lo + (s.lo + small)))
}

/// ln x of a positive finite number.
pub(super) fn log(x: f64) -> f64 {
    let quick = quick_log(x);
    match quick.settled(quick.hi.abs() * QUICK_ERROR) {
        Some(value) => value,
        None => log_dd(x).value(),
    }
}

/// 2**-62: the error of [`quick_log`], relative to its result, with room to spare.
const QUICK_ERROR: f64 = 2.168404344971009e-19;

/// The binary logarithm of a positive finite number.
pub(super) fn log2(x: f64) -> f64 {
    let (m, k) = reduced(x);
    Dd::new(f64::from(k))
        .add(log_of_reduced(m).mul(INVERSE_LN2))
        .value()
}

/// The decimal logarithm of a positive finite number, in the steps of the classic library function: its answers are what
/// CPython gives, and its last digit is not always the nearest.
pub(super) fn log10(x: f64) -> f64 {
    const INVERSE_LN10: f64 = std::f64::consts::LOG10_E;
    const LOG10_2_HIGH: f64 = 0.30102999566361177;
    const LOG10_2_LOW: f64 = 3.694239077158931e-13;
    let (m, e) = libm::frexp(x);
    let e = e - 1;
    // A number below one is scaled to between 0.5 and 1, any other to between 1 and 2.
    let (m, e) = if e < 0 { (m, e + 1) } else { (m * 2.0, e) };
    let k = f64::from(e);
    k * LOG10_2_LOW + INVERSE_LN10 * log(m) + k * LOG10_2_HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::between;

    #[test]
    fn the_quick_way_is_the_long_way() {
        for n in 0..30_000 {
            for x in [
                between(n, 0.0, 3.0),
                between(n, 0.98, 1.02),
                between(n, 1.0, 1e9),
                f64::from_bits(1 + n * n),
            ] {
                assert_eq!(log(x), log_dd(x).value(), "ln {x:e}");
            }
        }
    }
}
