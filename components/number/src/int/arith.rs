//! Division, powers and shifts.

use crate::error::{Error, Result};
use crate::float;
use crate::int::{MAX_BITS, to_f64};
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// What `int ** int` gives: a negative exponent makes a float.
#[derive(Clone, Debug, PartialEq)]
pub enum Power {
    /// The exact power
    Int(BigInt),
    /// The power of a negative exponent
    Float(f64),
}

/// `a // b`
pub fn floor_div(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    if b.is_zero() {
        return Err(Error::zero_division("integer division or modulo by zero"));
    }
    Ok(a.div_floor(b))
}

/// `a % b`
pub fn modulo(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    if b.is_zero() {
        return Err(Error::zero_division("integer modulo by zero"));
    }
    Ok(a.mod_floor(b))
}

/// `divmod(a, b)`
pub fn divmod(a: &BigInt, b: &BigInt) -> Result<(BigInt, BigInt)> {
    if b.is_zero() {
        return Err(Error::zero_division("integer division or modulo by zero"));
    }
    Ok(a.div_mod_floor(b))
}

/// `a * b`, unless the product would be too large.
pub fn mul(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    if a.bits().saturating_add(b.bits()) > MAX_BITS {
        return Err(Error::too_large());
    }
    Ok(a * b)
}

/// `a << n`
pub fn shl(a: &BigInt, n: &BigInt) -> Result<BigInt> {
    if n.is_negative() {
        return Err(Error::value("negative shift count"));
    }
    if a.is_zero() {
        return Ok(BigInt::ZERO);
    }
    match n.to_u64() {
        Some(n) if a.bits().saturating_add(n) <= MAX_BITS => Ok(a << n),
        _ => Err(Error::too_large()),
    }
}

/// `a >> n`: rounds towards minus infinity.
pub fn shr(a: &BigInt, n: &BigInt) -> Result<BigInt> {
    if n.is_negative() {
        return Err(Error::value("negative shift count"));
    }
    match n.to_u64() {
        Some(n) if n < a.bits() => Ok(a >> n),
        _ if a.is_negative() => Ok(BigInt::from(-1)),
        _ => Ok(BigInt::ZERO),
    }
}

/// `~a`
pub fn invert(a: &BigInt) -> BigInt {
    -(a + 1u32)
}

/// `base ** exponent`
pub fn pow(base: &BigInt, exponent: &BigInt) -> Result<Power> {
    if exponent.is_negative() {
        return float::pow(to_f64(base)?, to_f64(exponent)?).map(Power::Float);
    }
    if exponent.is_zero() || base.is_one() {
        return Ok(Power::Int(BigInt::one()));
    }
    if base.is_zero() {
        return Ok(Power::Int(BigInt::ZERO));
    }
    if base.magnitude().is_one() {
        return Ok(Power::Int(if exponent.is_odd() {
            base.clone()
        } else {
            BigInt::one()
        }));
    }
    let Some(e) = exponent.to_u32() else {
        return Err(Error::too_large());
    };
    // A power of two among the factors is shifted in, and the rest has (bits - 1) * e bits at least.
    let zeros = base.magnitude().trailing_zeros().unwrap_or(0);
    let rest = base.magnitude() >> zeros;
    let least = rest
        .bits()
        .saturating_sub(1)
        .saturating_add(zeros)
        .saturating_mul(u64::from(e));
    if least > MAX_BITS {
        return Err(Error::too_large());
    }
    let magnitude = raise(&rest, e) << (zeros * u64::from(e));
    let sign = if base.is_negative() && e & 1 == 1 {
        Sign::Minus
    } else {
        Sign::Plus
    };
    Ok(Power::Int(BigInt::from_biguint(sign, magnitude)))
}

/// Squares from the exponent's top bit down, so that every other factor is the small base itself.
fn raise(base: &BigUint, e: u32) -> BigUint {
    if base.is_one() {
        return BigUint::one();
    }
    let mut result = BigUint::one();
    for bit in (0..32 - e.leading_zeros()).rev() {
        result = &result * &result;
        if e >> bit & 1 == 1 {
            result *= base;
        }
    }
    result
}

/// `pow(base, exponent, modulus)`: the result has the modulus' sign; a negative exponent needs an inverse.
pub fn pow_mod(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Result<BigInt> {
    if modulus.is_zero() {
        return Err(Error::value("pow() 3rd argument cannot be 0"));
    }
    let size = BigInt::from(modulus.magnitude().clone());
    let mut base = base.mod_floor(&size);
    if exponent.is_negative() {
        base = inverse(&base, &size)?;
    }
    let result = base
        .magnitude()
        .modpow(exponent.magnitude(), modulus.magnitude());
    let result = BigInt::from(result);
    Ok(if modulus.is_negative() && !result.is_zero() {
        result + modulus
    } else {
        result
    })
}

fn inverse(a: &BigInt, modulus: &BigInt) -> Result<BigInt> {
    if modulus.is_one() {
        return Ok(BigInt::ZERO);
    }
    let found = a.extended_gcd(modulus);
    if !found.gcd.is_one() {
        return Err(Error::value("base is not invertible for the given modulus"));
    }
    Ok(found.x.mod_floor(modulus))
}
