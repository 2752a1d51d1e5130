//! Integers and floats: exact comparison, correctly rounded conversion and division, hashes.

use crate::error::{Error, Result};
use crate::float::split;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// `n.bit_length()`
pub fn bit_length(n: &BigInt) -> u64 {
    n.bits()
}

/// `n.bit_count()`
pub fn bit_count(n: &BigInt) -> u64 {
    n.magnitude().count_ones()
}

/// `mantissa * 2**exponent`, rounded half to even once, also where the result is subnormal. `sticky` says that the true
/// mantissa is a little larger. Infinity if it is too large for a float.
pub fn scale(mantissa: u64, sticky: bool, exponent: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let shift = mantissa.leading_zeros();
    let mantissa = mantissa << shift;
    // The value is between 2**top and 2**(top + 1).
    let top = exponent.saturating_sub(i64::from(shift)).saturating_add(63);
    if top > 1023 {
        return f64::INFINITY;
    }
    // A normal result keeps 53 of the 64 bits, a subnormal one fewer.
    let drop = if top >= -1022 {
        11
    } else {
        (11 - 1022 - top).min(65)
    } as u32;
    let kept = if drop > 63 { 0 } else { mantissa >> drop };
    let (half, below) = match drop {
        65 => (false, true),
        64 => (true, mantissa << 1 != 0),
        _ => (
            mantissa >> (drop - 1) & 1 == 1,
            mantissa & ((1 << (drop - 1)) - 1) != 0,
        ),
    };
    let kept = kept + u64::from(half && (below || sticky || kept & 1 == 1));
    // The carry of a rounded mantissa moves into the exponent by itself.
    let bits = if top >= -1022 {
        ((top + 1022) as u64) << 52
    } else {
        0
    };
    f64::from_bits(bits + kept)
}

/// The top 64 bits, whether any lower bit is set, and the power of two they stand for.
fn top_bits(n: &BigUint) -> (u64, bool, i64) {
    let bits = n.bits();
    if bits <= 64 {
        return (n.to_u64().unwrap_or(0), false, 0);
    }
    let low = bits - 64;
    let top = (n >> low).to_u64().unwrap_or(0);
    (
        top,
        n.trailing_zeros().is_some_and(|zeros| zeros < low),
        low as i64,
    )
}

fn signed(sign: bool, magnitude: f64) -> f64 {
    if sign { -magnitude } else { magnitude }
}

/// `float(n)`
pub fn to_f64(n: &BigInt) -> Result<f64> {
    let (top, sticky, exponent) = top_bits(n.magnitude());
    let magnitude = scale(top, sticky, exponent);
    if magnitude.is_infinite() {
        return Err(Error::overflow("int too large to convert to float"));
    }
    Ok(signed(n.is_negative(), magnitude))
}

/// `a / b`, rounded once.
pub fn true_div(a: &BigInt, b: &BigInt) -> Result<f64> {
    if b.is_zero() {
        return Err(Error::zero_division("division by zero"));
    }
    let negative = a.is_negative() != b.is_negative();
    if a.bits() <= 53 && b.bits() <= 53 {
        return Ok(to_f64(a)? / to_f64(b)?);
    }
    // The quotient of the shifted numbers has 64 or 65 bits: its 64 top bits and "is there a rest" decide the rounding.
    let shift = b.bits() as i64 - a.bits() as i64 + 64;
    if shift < -1_100 {
        return Err(Error::overflow(
            "integer division result too large for a float",
        ));
    }
    if shift > 1_300 {
        return Ok(signed(negative, 0.0));
    }
    let (quotient, rest) = if shift >= 0 {
        (a.magnitude() << shift as u64).div_rem(b.magnitude())
    } else {
        a.magnitude().div_rem(&(b.magnitude() << (-shift) as u64))
    };
    let (top, sticky, exponent) = top_bits(&quotient);
    let magnitude = scale(top, sticky || !rest.is_zero(), exponent - shift);
    if magnitude.is_infinite() {
        return Err(Error::overflow(
            "integer division result too large for a float",
        ));
    }
    Ok(signed(negative, magnitude))
}

/// `int(x)`: the float without its fraction.
pub fn from_float(x: f64) -> Result<BigInt> {
    if x.is_nan() {
        return Err(Error::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert float infinity to integer"));
    }
    if x.abs() < 9e18 {
        return Ok(BigInt::from(x as i64));
    }
    let (mantissa, exponent) = split(x);
    let magnitude = BigUint::from(mantissa) << exponent.max(0) as u64;
    Ok(BigInt::from_biguint(
        if x < 0.0 { Sign::Minus } else { Sign::Plus },
        magnitude,
    ))
}

/// Compares by value, without rounding; `None` for NaN.
pub fn compare_float(n: &BigInt, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() || n.bits() > 1024 {
        let against = if x.is_infinite() { x } else { 0.0 };
        return Some(match (against > 0.0, against < 0.0) {
            (true, _) => Ordering::Less,
            (_, true) => Ordering::Greater,
            _ if n.is_negative() => Ordering::Less,
            _ => Ordering::Greater,
        });
    }
    let whole = from_float(x).ok()?;
    let order = n.cmp(&whole);
    if order != Ordering::Equal {
        return Some(order);
    }
    // The float's fraction decides; it has the float's sign.
    let fraction = x - x.trunc();
    0.0f64.partial_cmp(&fraction)
}

const MODULUS: u64 = (1 << 61) - 1;

/// `hash(n)` for a number of the machine's size.
pub const fn hash_small(n: i64) -> i64 {
    let residue = (n.unsigned_abs() % MODULUS) as i64;
    match if n < 0 { -residue } else { residue } {
        -1 => -2,
        hash => hash,
    }
}

/// `hash(n)`: the residue modulo 2**61 - 1 with the number's sign, and never -1.
pub fn hash(n: &BigInt) -> i64 {
    let residue = (n.magnitude() % MODULUS).to_i64().unwrap_or(0);
    match if n.is_negative() { -residue } else { residue } {
        -1 => -2,
        hash => hash,
    }
}

/// `round(n, digits)`: a negative number of digits rounds to a power of ten, half to even.
pub fn round(n: &BigInt, digits: &BigInt) -> Result<BigInt> {
    if !digits.is_negative() {
        return Ok(n.clone());
    }
    // 10**k with k >= the number's bits is more than twice the number.
    let places = match (-digits).to_u64() {
        Some(places) if places <= n.bits() => places as u32,
        _ => return Ok(BigInt::ZERO),
    };
    let unit = BigInt::from(10u32).pow(places);
    let (quotient, rest) = n.div_mod_floor(&unit);
    let up = match (&rest + &rest).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => quotient.is_odd(),
    };
    Ok(if up { n - rest + unit } else { n - rest })
}
