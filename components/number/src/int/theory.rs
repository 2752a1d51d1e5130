//! Number theory of `math`: gcd, lcm, isqrt, factorial, perm, comb.

use crate::error::{Error, Result};
use crate::int::MAX_BITS;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

/// `math.gcd(a, b)`
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    a.gcd(b)
}

/// `math.lcm(a, b)`
pub fn lcm(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    if a.bits().saturating_add(b.bits()) > MAX_BITS {
        return Err(Error::too_large());
    }
    Ok(a.lcm(b))
}

/// `math.isqrt(n)`
pub fn isqrt(n: &BigInt) -> Result<BigInt> {
    if n.is_negative() {
        return Err(Error::value("isqrt() argument must be nonnegative"));
    }
    Ok(n.sqrt())
}

/// `math.factorial(n)`
pub fn factorial(n: &BigInt) -> Result<BigInt> {
    if n.is_negative() {
        return Err(Error::value("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        return Err(Error::overflow(
            "factorial() argument should not exceed 9223372036854775807",
        ));
    };
    falling(&BigInt::from(n), n as u64)
}

/// `math.perm(n, k)`
pub fn perm(n: &BigInt, k: &BigInt) -> Result<BigInt> {
    check_natural(n, k)?;
    if k > n {
        return Ok(BigInt::ZERO);
    }
    match k.to_i64() {
        Some(k) => falling(n, k as u64),
        None => Err(Error::overflow("k must not exceed 9223372036854775807")),
    }
}

/// `math.comb(n, k)`
pub fn comb(n: &BigInt, k: &BigInt) -> Result<BigInt> {
    check_natural(n, k)?;
    if k > n {
        return Ok(BigInt::ZERO);
    }
    let other = n - k;
    let k = if other < *k { &other } else { k };
    let Some(k) = k.to_i64() else {
        return Err(Error::overflow(
            "min(n - k, k) must not exceed 9223372036854775807",
        ));
    };
    let k = k as u64;
    // comb(n, k) >= (n / k)**k
    let ratio = n.bits().saturating_sub(u64::from(64 - k.leading_zeros()));
    if ratio.saturating_mul(k) > MAX_BITS || k > MAX_BITS {
        return Err(Error::too_large());
    }
    choose(n, k)
}

fn check_natural(n: &BigInt, k: &BigInt) -> Result<()> {
    if n.is_negative() {
        return Err(Error::value("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(Error::value("k must be a non-negative integer"));
    }
    Ok(())
}

/// comb(n, k) = comb(n, j) * comb(n - j, k - j) / comb(k, j): small quotients all the way down.
fn choose(n: &BigInt, k: u64) -> Result<BigInt> {
    match k {
        0 => Ok(BigInt::one()),
        1 => Ok(n.clone()),
        _ => {
            let j = k / 2;
            let left = choose(n, j)?;
            let right = choose(&(n - j), k - j)?;
            Ok(left * right / choose(&BigInt::from(k), j)?)
        }
    }
}

/// n * (n - 1) * ... of k factors.
fn falling(n: &BigInt, k: u64) -> Result<BigInt> {
    if k == 0 {
        return Ok(BigInt::one());
    }
    // The upper half of the factors is larger than half of n (or of k): a lower bound of the result's bits.
    let half = (n.bits().max(1) - 1).saturating_sub(1);
    if half.saturating_mul(k / 2) > MAX_BITS {
        return Err(Error::too_large());
    }
    match n.to_u64() {
        Some(n) => Ok(BigInt::from(product(n - k + 1, n))),
        None => Ok(product_wide(n, k)),
    }
}

/// low * ... * high, halved until the factors fit a machine word.
fn product(low: u64, high: u64) -> num_bigint::BigUint {
    if low > high {
        return num_bigint::BigUint::one();
    }
    if high - low < 8 {
        let mut result = num_bigint::BigUint::from(low);
        for factor in low + 1..=high {
            result *= factor;
        }
        return result;
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

fn product_wide(n: &BigInt, k: u64) -> BigInt {
    match k {
        0 => BigInt::one(),
        1 => n.clone(),
        _ => product_wide(n, k / 2) * product_wide(&(n - k / 2), k - k / 2),
    }
}
