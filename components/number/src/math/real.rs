//! The functions of one or two floats, and when they raise.

use crate::error::{Error, Result};
use crate::int;
use crate::math::{
    erf as errors, exp as exponential, gamma as gammas, hyperbolic, log as logarithm, trig,
};
use num_bigint::BigInt;
use num_traits::Signed;

/// NaN out of a number is a domain error; infinity out of a finite number is one too, or a range error for functions
/// that grow without bound.
fn checked(x: f64, result: f64, grows: bool) -> Result<f64> {
    if result.is_nan() && !x.is_nan() {
        return Err(Error::domain());
    }
    if result.is_infinite() && x.is_finite() {
        return Err(if grows {
            Error::range()
        } else {
            Error::domain()
        });
    }
    Ok(result)
}

/// Functions of an angle: not defined at infinity.
fn of_angle(x: f64, f: fn(f64) -> f64) -> Result<f64> {
    match x.is_finite() {
        true => Ok(f(x)),
        false => checked(x, f64::NAN, false),
    }
}

/// `math.sin`
pub fn sin(x: f64) -> Result<f64> {
    of_angle(x, trig::sin)
}

/// `math.cos`
pub fn cos(x: f64) -> Result<f64> {
    of_angle(x, trig::cos)
}

/// `math.tan`
pub fn tan(x: f64) -> Result<f64> {
    of_angle(x, trig::tan)
}

/// `math.asin`
pub fn asin(x: f64) -> Result<f64> {
    let inside = x.abs() <= 1.0;
    checked(x, if inside { trig::asin(x) } else { f64::NAN }, false)
}

/// `math.acos`
pub fn acos(x: f64) -> Result<f64> {
    let inside = x.abs() <= 1.0;
    checked(x, if inside { trig::acos(x) } else { f64::NAN }, false)
}

/// `math.atan`
pub fn atan(x: f64) -> Result<f64> {
    Ok(if x.is_nan() { x } else { trig::atan(x) })
}

/// `math.atan2`
pub fn atan2(y: f64, x: f64) -> Result<f64> {
    Ok(trig::atan2(y, x))
}

/// `math.sinh`
pub fn sinh(x: f64) -> Result<f64> {
    checked(x, hyperbolic::sinh(x), true)
}

/// `math.cosh`
pub fn cosh(x: f64) -> Result<f64> {
    checked(x, hyperbolic::cosh(x), true)
}

/// `math.tanh`
pub fn tanh(x: f64) -> Result<f64> {
    Ok(hyperbolic::tanh(x))
}

/// `math.asinh`
pub fn asinh(x: f64) -> Result<f64> {
    Ok(hyperbolic::asinh(x))
}

/// `math.acosh`
pub fn acosh(x: f64) -> Result<f64> {
    checked(
        x,
        if x >= 1.0 {
            hyperbolic::acosh(x)
        } else {
            f64::NAN
        },
        false,
    )
}

/// `math.atanh`
pub fn atanh(x: f64) -> Result<f64> {
    checked(
        x,
        if x.abs() < 1.0 {
            hyperbolic::atanh(x)
        } else {
            f64::NAN
        },
        false,
    )
}

/// `math.exp`
pub fn exp(x: f64) -> Result<f64> {
    checked(x, exponential::exp(x), true)
}

/// `math.exp2`
pub fn exp2(x: f64) -> Result<f64> {
    checked(x, exponential::exp2(x), true)
}

/// `math.expm1`
pub fn expm1(x: f64) -> Result<f64> {
    checked(x, hyperbolic::expm1(x), true)
}

/// `math.sqrt`
pub fn sqrt(x: f64) -> Result<f64> {
    checked(x, x.sqrt(), false)
}

/// `math.cbrt`
pub fn cbrt(x: f64) -> Result<f64> {
    Ok(hyperbolic::cbrt(x))
}

/// A logarithm: defined for positive numbers, NaN and infinity.
fn logarithm_of(x: f64, f: fn(f64) -> f64) -> Result<f64> {
    match x {
        _ if x.is_nan() => Ok(x),
        _ if x <= 0.0 => Err(Error::domain()),
        _ if x.is_infinite() => Ok(x),
        _ => Ok(f(x)),
    }
}

/// `math.log(x)`
pub fn log(x: f64) -> Result<f64> {
    logarithm_of(x, logarithm::log)
}

/// `math.log2`
pub fn log2(x: f64) -> Result<f64> {
    logarithm_of(x, logarithm::log2)
}

/// `math.log10`
pub fn log10(x: f64) -> Result<f64> {
    logarithm_of(x, logarithm::log10)
}

/// `math.log1p`
pub fn log1p(x: f64) -> Result<f64> {
    checked(
        x,
        if x > -1.0 || x.is_nan() {
            hyperbolic::log1p(x)
        } else {
            f64::NAN
        },
        false,
    )
}

/// The quotient of two logarithms, which is `math.log(x, base)`.
pub fn log_base(log_of_x: f64, log_of_base: f64) -> Result<f64> {
    crate::float::div(log_of_x, log_of_base)
}

/// The logarithm of an int, which may be too large for a float.
fn logarithm_of_int(n: &BigInt, f: fn(f64) -> f64) -> Result<f64> {
    if !n.is_positive() {
        return Err(Error::domain());
    }
    match int::to_f64(n) {
        Ok(x) => Ok(f(x)),
        Err(_) => {
            let shift = n.bits() - 60;
            let sticky = n
                .magnitude()
                .trailing_zeros()
                .is_some_and(|zeros| zeros < shift);
            let top: BigInt = n >> shift;
            // 60 bits and the rest's shadow round as the whole number does.
            let x = int::to_f64(&(top * 2u32 + u32::from(sticky)))?;
            let (x, exponent) = libm::frexp(x);
            let exponent = (shift - 1) as f64 + f64::from(exponent);
            Ok(f(x) + f(2.0) * exponent)
        }
    }
}

/// `math.log(n)` of an int
pub fn log_int(n: &BigInt) -> Result<f64> {
    logarithm_of_int(n, logarithm::log)
}

/// `math.log2(n)` of an int
pub fn log2_int(n: &BigInt) -> Result<f64> {
    logarithm_of_int(n, logarithm::log2)
}

/// `math.log10(n)` of an int
pub fn log10_int(n: &BigInt) -> Result<f64> {
    logarithm_of_int(n, logarithm::log10)
}

/// `math.pow(x, y)`
pub fn pow(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 || x == 1.0 {
        return Ok(1.0);
    }
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(Error::domain());
    }
    // The operator differs in nothing but its errors (and in 0.0 ** -inf, which it refuses too).
    if x == 0.0 && y == f64::NEG_INFINITY {
        return Ok(f64::INFINITY);
    }
    crate::float::pow(x, y).map_err(|error| match error.kind {
        crate::Kind::Overflow => Error::range(),
        _ => Error::domain(),
    })
}

/// `math.gamma`
pub fn gamma(x: f64) -> Result<f64> {
    gammas::gamma(x)
}

/// `math.lgamma`
pub fn lgamma(x: f64) -> Result<f64> {
    gammas::lgamma(x)
}

/// `math.erf`
pub fn erf(x: f64) -> Result<f64> {
    Ok(errors::erf(x))
}

/// `math.erfc`
pub fn erfc(x: f64) -> Result<f64> {
    Ok(errors::erfc(x))
}

/// `math.degrees`
pub fn degrees(x: f64) -> Result<f64> {
    Ok(x * (180.0 / std::f64::consts::PI))
}

/// `math.radians`
pub fn radians(x: f64) -> Result<f64> {
    Ok(x * (std::f64::consts::PI / 180.0))
}
