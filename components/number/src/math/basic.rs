//! Functions that look at a float's parts: exact, all of them.

use crate::error::{Error, Result};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// `math.fmod`
pub fn fmod(x: f64, y: f64) -> Result<f64> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let result = libm::fmod(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(Error::domain());
    }
    Ok(result)
}

/// `math.remainder`: the nearest multiple is subtracted, ties go to the even one.
pub fn remainder(x: f64, y: f64) -> Result<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(Error::domain());
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (size, unit) = (x.abs(), y.abs());
    let rest = libm::fmod(size, unit);
    let other = unit - rest;
    let result = if rest < other {
        rest
    } else if rest > other {
        -other
    } else {
        // In the middle: the multiple below is even if half of the difference still leaves no odd multiple.
        rest - 2.0 * libm::fmod(0.5 * (size - rest), unit)
    };
    Ok(1.0f64.copysign(x) * result)
}

/// `math.frexp`
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        (x, 0)
    } else {
        libm::frexp(x)
    }
}

/// `math.ldexp`
pub fn ldexp(x: f64, exponent: &BigInt) -> Result<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let large = if exponent.is_negative() {
        i32::MIN
    } else {
        i32::MAX
    };
    let result = libm::scalbn(x, exponent.to_i32().unwrap_or(large));
    if result.is_infinite() {
        Err(Error::range())
    } else {
        Ok(result)
    }
}

/// `math.modf`: fraction and whole part, both with the sign of x.
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_nan() {
        return (x, x);
    }
    if x.is_infinite() {
        return (0.0f64.copysign(x), x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

/// `math.nextafter(x, y, steps=steps)`; without steps one step is made, and equal numbers give y.
pub fn nextafter(x: f64, y: f64, steps: Option<&BigInt>) -> Result<f64> {
    let Some(steps) = steps else {
        return Ok(if x == y { y } else { advance(x, y, 1) });
    };
    if steps.is_negative() {
        return Err(Error::value("steps must be a non-negative integer"));
    }
    Ok(advance(x, y, steps.to_u64().unwrap_or(u64::MAX)))
}

/// Floats of one sign are ordered like their bits, so steps are subtractions there.
fn advance(x: f64, y: f64, steps: u64) -> f64 {
    const SIGN: u64 = 1 << 63;
    if steps == 0 || x.is_nan() {
        return x;
    }
    if y.is_nan() {
        return y;
    }
    let (from, to) = (x.to_bits(), y.to_bits());
    if from == to {
        return x;
    }
    let (size, goal) = (from & !SIGN, to & !SIGN);
    if (from ^ to) & SIGN != 0 {
        // Through zero, which is two floats.
        if size + goal <= steps {
            return y;
        }
        return f64::from_bits(if size < steps {
            (to & SIGN) | (steps - size)
        } else {
            from - steps
        });
    }
    if size > goal {
        if size - goal >= steps {
            f64::from_bits(from - steps)
        } else {
            y
        }
    } else if goal - size >= steps {
        f64::from_bits(from + steps)
    } else {
        y
    }
}

/// `math.ulp`
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let above = advance(x, f64::INFINITY, 1);
    if above.is_infinite() {
        x - advance(x, 0.0, 1)
    } else {
        above - x
    }
}
