//! Division with Python's sign rules, powers, conversion to integers, hashes.

use crate::error::{Error, Result};
use crate::float::split;
use crate::int::from_float;
use crate::math;
use num_bigint::BigInt;
use num_traits::One;

/// `x / y`
pub fn div(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return Err(Error::zero_division("float division by zero"));
    }
    Ok(x / y)
}

/// The remainder with the divisor's sign.
fn remainder(x: f64, y: f64) -> f64 {
    let rest = libm::fmod(x, y);
    if rest == 0.0 {
        return 0.0f64.copysign(y);
    }
    if (y < 0.0) != (rest < 0.0) {
        rest + y
    } else {
        rest
    }
}

/// `x % y`
pub fn modulo(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return Err(Error::zero_division("float modulo"));
    }
    Ok(remainder(x, y))
}

/// `divmod(x, y)`
pub fn divmod(x: f64, y: f64) -> Result<(f64, f64)> {
    if y == 0.0 {
        return Err(Error::zero_division("float divmod()"));
    }
    Ok(quotient(x, y))
}

/// `x // y`
pub fn floor_div(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return Err(Error::zero_division("float floor division by zero"));
    }
    Ok(quotient(x, y).0)
}

/// Floored quotient and remainder. The quotient of the exact difference is nearly an integer: it is snapped to it.
fn quotient(x: f64, y: f64) -> (f64, f64) {
    let mut rest = libm::fmod(x, y);
    let mut quotient = (x - rest) / y;
    if rest == 0.0 {
        rest = 0.0f64.copysign(y);
    } else if (y < 0.0) != (rest < 0.0) {
        rest += y;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(x / y), rest);
    }
    let floored = quotient.floor();
    (
        if quotient - floored > 0.5 {
            floored + 1.0
        } else {
            floored
        },
        rest,
    )
}

/// Whether the float is an odd integer.
fn is_odd(y: f64) -> bool {
    libm::fmod(y.abs(), 2.0) == 1.0
}

/// `x ** y`
pub fn pow(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 || x == 1.0 {
        return Ok(1.0);
    }
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if y.is_infinite() {
        let x = x.abs();
        return Ok(match x == 1.0 {
            true => 1.0,
            false if (y > 0.0) == (x > 1.0) => f64::INFINITY,
            false => 0.0,
        });
    }
    let odd = is_odd(y);
    if x.is_infinite() {
        let magnitude = if y > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(if odd {
            magnitude.copysign(x)
        } else {
            magnitude
        });
    }
    if x == 0.0 {
        return match y < 0.0 {
            true => Err(Error::zero_division(
                "0.0 cannot be raised to a negative power",
            )),
            false => Ok(if odd { x } else { 0.0 }),
        };
    }
    if x < 0.0 && y != y.floor() {
        return Err(Error::complex());
    }
    let magnitude = math::power(x.abs(), y);
    if magnitude.is_infinite() {
        return Err(Error::overflow("(34, 'Numerical result out of range')"));
    }
    Ok(if x < 0.0 && odd {
        -magnitude
    } else {
        magnitude
    })
}

/// `x.is_integer()`
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.trunc() == x
}

/// `math.floor(x)`
pub fn floor(x: f64) -> Result<BigInt> {
    from_float(x.floor())
}

/// `math.ceil(x)`
pub fn ceil(x: f64) -> Result<BigInt> {
    from_float(x.ceil())
}

/// `math.trunc(x)`, `int(x)`
pub fn trunc(x: f64) -> Result<BigInt> {
    from_float(x)
}

/// `x.as_integer_ratio()`: numerator and denominator in lowest terms.
pub fn as_integer_ratio(x: f64) -> Result<(BigInt, BigInt)> {
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    if x.trunc() == x {
        return Ok((from_float(x)?, BigInt::one()));
    }
    let (mantissa, exponent) = split(x);
    let zeros = mantissa.trailing_zeros();
    let numerator = BigInt::from(mantissa >> zeros);
    // The value has a fraction: the exponent is negative.
    let places = (-exponent).max(0) as u32 - zeros.min((-exponent).max(0) as u32);
    Ok((
        if x < 0.0 { -numerator } else { numerator },
        BigInt::one() << places,
    ))
}

/// `hash(x)`, equal to the hash of an equal integer. NaN has no hash of its own (CPython takes the object's): 0.
pub fn hash(x: f64) -> i64 {
    const MODULUS: u64 = (1 << 61) - 1;
    if x.is_nan() {
        return 0;
    }
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    // 2**61 is 1 modulo the prime, so an exponent counts modulo 61.
    let (mantissa, exponent) = split(x);
    let shifted = u128::from(mantissa) << exponent.rem_euclid(61);
    let residue = (shifted % u128::from(MODULUS)) as i64;
    match if x < 0.0 { -residue } else { residue } {
        -1 => -2,
        hash => hash,
    }
}
