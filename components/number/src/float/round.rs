//! `round(x, digits)`: the decimal value is rounded half to even, not the binary one.

use crate::error::{Error, Result};
use crate::float::digits::fixed;
use crate::int;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
use std::cmp::Ordering;

/// `round(x)`: the nearest integer, half to even.
pub fn round_to_int(x: f64) -> Result<BigInt> {
    int::from_float(x.round_ties_even())
}

/// `round(x, digits)`
pub fn round(x: f64, digits: &BigInt) -> Result<f64> {
    if !x.is_finite() {
        return Ok(x);
    }
    // Beyond 323 digits a float has none left, and beyond -308 it has no digit so high.
    let digits = match digits.to_i32() {
        Some(digits) if (-308..=323).contains(&digits) => digits,
        _ if digits.sign() == num_bigint::Sign::Minus => return Ok(0.0f64.copysign(x)),
        _ => return Ok(x),
    };
    let magnitude = if digits >= 0 {
        places(x, digits as usize)
    } else {
        whole(x, digits.unsigned_abs())?
    };
    if magnitude.is_infinite() {
        return Err(Error::overflow("rounded value too large to represent"));
    }
    Ok(magnitude.copysign(x))
}

/// Rounds behind the decimal point: through the decimal text, which is exact.
fn places(x: f64, count: usize) -> f64 {
    let found = fixed(x, count);
    if found.digits.is_empty() {
        0.0
    } else {
        found.value()
    }
}

/// Rounds to a power of ten.
fn whole(x: f64, zeros: u32) -> Result<f64> {
    let whole = int::from_float(x.abs())?;
    let fraction = x.trunc() != x;
    let unit = BigInt::from(10u32).pow(zeros);
    let (quotient, rest) = whole.div_rem(&unit);
    let up = match (&rest + &rest).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => fraction || quotient.is_odd(),
    };
    let rounded = (quotient + u32::from(up)) * unit;
    Ok(int::to_f64(&rounded).unwrap_or(f64::INFINITY))
}
