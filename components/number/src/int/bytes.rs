//! `int.to_bytes` and `int.from_bytes`.

use crate::error::{Error, Result};
use num_bigint::{BigInt, Sign};
use num_traits::Signed;

/// `n.to_bytes(length, order, signed=signed)`; `little` is the byte order.
pub fn to_bytes(n: &BigInt, length: usize, little: bool, signed: bool) -> Result<Vec<u8>> {
    if n.is_negative() && !signed {
        return Err(Error::overflow("can't convert negative int to unsigned"));
    }
    // In two's complement -2**k needs as many bits as 2**k - 1.
    let bits = if n.is_negative() {
        (n + 1u32).bits()
    } else {
        n.bits()
    } + u64::from(signed);
    // No bytes hold zero, and in CPython 3.12 minus one too.
    let empty = length == 0 && bits == u64::from(signed);
    if bits > (length as u64).saturating_mul(8) && !empty {
        return Err(Error::overflow("int too big to convert"));
    }
    let mut out = if signed {
        n.to_signed_bytes_le()
    } else {
        n.magnitude().to_bytes_le()
    };
    out.truncate(length);
    if out.try_reserve_exact(length - out.len()).is_err() {
        return Err(Error::too_large());
    }
    out.resize(length, if n.is_negative() { 0xff } else { 0 });
    if !little {
        out.reverse();
    }
    Ok(out)
}

/// `int.from_bytes(bytes, order, signed=signed)`
pub fn from_bytes(bytes: &[u8], little: bool, signed: bool) -> BigInt {
    match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(bytes),
        (false, true) => BigInt::from_signed_bytes_be(bytes),
        (true, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
    }
}
