//! Python's `bytes` algorithms on plain slices, and what looks into bytes: `struct` formats and `memoryview` geometry.
//!
//! `str` stores UTF-8, so its searching and splitting run on the same functions where a byte offset is all that matters.
//! Every function is pure and total: a result too large for an object is an error value, never an abort.

pub mod case;
pub mod hex;
pub mod layout;
pub mod packing;
pub mod quote;
pub mod scan;
pub mod split;
pub mod view;

use crate::error::{MAX_BYTES, TooLong};

pub use case::{capitalize, lower, swap_case, title, upper};
pub use layout::{
    center, expand_tabs, join, left_justify, repeat, replace, right_justify, translate, zero_fill,
};
pub use scan::{contains, count, ends_with, find, rfind, starts_with};
pub use split::{partition, rpartition, rsplit, split, split_lines};

/// An empty buffer with room for `len` bytes, or the refusal to make one.
pub fn buffer(len: usize) -> Result<Vec<u8>, TooLong> {
    if len > MAX_BYTES {
        return Err(TooLong);
    }
    let mut out = Vec::new();
    out.try_reserve_exact(len).map_err(|_| TooLong)?;
    Ok(out)
}

/// A copy that is refused instead of aborting when there is no memory for it.
pub fn copy(bytes: &[u8]) -> Result<Vec<u8>, TooLong> {
    let mut out = buffer(bytes.len())?;
    out.extend_from_slice(bytes);
    Ok(out)
}

/// White space as `bytes` sees it: space, `\t`, `\n`, `\v`, `\f`, `\r`.
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 9..=13)
}

/// Where a `start`/`end` pair of Python points to in an object of `len` items, negative ones counted from the end.
/// `start` may be past `len` or past `end`: nothing, not even the empty sequence, is found there.
pub fn adjust(len: usize, start: i64, end: i64) -> (usize, usize) {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let from_end = |i: i64| if i < 0 { (i + len).max(0) } else { i };
    let end = from_end(end.min(len));
    let start = from_end(start);
    (
        usize::try_from(start).unwrap_or(usize::MAX),
        usize::try_from(end).unwrap_or(usize::MAX),
    )
}

/// Bytes without those of `set` (white space when `None`) at the ends that are asked for.
pub fn strip<'a>(mut bytes: &'a [u8], set: Option<&[u8]>, left: bool, right: bool) -> &'a [u8] {
    let member =
        |byte: u8| set.map_or_else(|| is_space(byte), |s| memchr::memchr(byte, s).is_some());
    if left {
        while let [first, rest @ ..] = bytes
            && member(*first)
        {
            bytes = rest;
        }
    }
    if right {
        while let [rest @ .., last] = bytes
            && member(*last)
        {
            bytes = rest;
        }
    }
    bytes
}
