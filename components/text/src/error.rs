//! What can go wrong without it being the fault of a value's type.

use core::fmt;

/// The largest text that an operation makes, in bytes.
pub const MAX_BYTES: usize = 1 << 30;

/// The result would have more than [`MAX_BYTES`] bytes, or there is no memory for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the result is too long")
    }
}

impl std::error::Error for TooLong {}

/// The sum of two sizes, when a text may be that long.
pub(crate) fn sum(a: usize, b: usize) -> Result<usize, TooLong> {
    a.checked_add(b)
        .filter(|size| *size <= MAX_BYTES)
        .ok_or(TooLong)
}

/// The product of two sizes, when a text may be that long.
pub(crate) fn product(a: usize, b: usize) -> Result<usize, TooLong> {
    a.checked_mul(b)
        .filter(|size| *size <= MAX_BYTES)
        .ok_or(TooLong)
}

/// An empty vector with room for so many bytes.
pub(crate) fn room(size: usize) -> Result<Vec<u8>, TooLong> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| TooLong)?;
    Ok(bytes)
}
