//! Integers as text.

use crate::error::{Error, Result};
use num_bigint::{BigInt, Sign};

/// CPython's limit on decimal digits in either direction (`sys.get_int_max_str_digits()`).
pub const MAX_STR_DIGITS: usize = 4300;

pub(super) fn limit_while_reading(digits: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit (4300 digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// `str(n)`; more than [`MAX_STR_DIGITS`] digits are a `ValueError`.
pub fn to_decimal(n: &BigInt) -> Result<String> {
    const LIMIT: &str = "Exceeds the limit (4300 digits) for integer string conversion; \
                         use sys.set_int_max_str_digits() to increase the limit";
    // 4300 digits are at most 14285 bits; what is longer need not be converted to be refused.
    if n.bits() > 14_285 {
        return Err(Error::value(LIMIT));
    }
    let text = n.to_str_radix(10);
    if text.len() - usize::from(n.sign() == Sign::Minus) > MAX_STR_DIGITS {
        return Err(Error::value(LIMIT));
    }
    Ok(text)
}

/// `n` in base 2, 8, 10 or 16 (any up to 36), lower case, with the prefix of `bin`, `oct` and `hex` if asked for.
pub fn to_radix(n: &BigInt, radix: u32, prefixed: bool) -> Result<String> {
    if radix == 10 {
        return to_decimal(n);
    }
    let mut text = n.to_str_radix(radix);
    if prefixed {
        let prefix = match radix {
            2 => "0b",
            8 => "0o",
            16 => "0x",
            _ => "",
        };
        text.insert_str(usize::from(n.sign() == Sign::Minus), prefix);
    }
    Ok(text)
}
