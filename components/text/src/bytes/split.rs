//! Cutting bytes at separators, at white space and at line ends.

use super::is_space;
use memchr::memmem;

/// What is before and after a separator; `None` when it is not there.
pub type Parted<'a> = Option<(&'a [u8], &'a [u8])>;

/// `split` and `partition` need a separator that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptySeparator;

/// A negative `maxsplit` is no limit.
fn limit(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

/// `bytes.split(sep, maxsplit)`; `None` splits at runs of white space.
pub fn split<'a>(
    bytes: &'a [u8],
    sep: Option<&[u8]>,
    maxsplit: i64,
) -> Result<Vec<&'a [u8]>, EmptySeparator> {
    let limit = limit(maxsplit);
    match sep {
        None => Ok(split_space(bytes, limit)),
        Some([]) => Err(EmptySeparator),
        Some(sep) => {
            let mut parts = Vec::new();
            let mut from = 0;
            for at in memmem::find_iter(bytes, sep).take(limit) {
                parts.push(&bytes[from..at]);
                from = at + sep.len();
            }
            parts.push(&bytes[from..]);
            Ok(parts)
        }
    }
}

/// `bytes.rsplit(sep, maxsplit)`.
pub fn rsplit<'a>(
    bytes: &'a [u8],
    sep: Option<&[u8]>,
    maxsplit: i64,
) -> Result<Vec<&'a [u8]>, EmptySeparator> {
    let limit = limit(maxsplit);
    let mut parts = match sep {
        None => rsplit_space(bytes, limit),
        Some([]) => return Err(EmptySeparator),
        Some(sep) => {
            let mut parts = Vec::new();
            let mut to = bytes.len();
            for at in memmem::rfind_iter(bytes, sep).take(limit) {
                parts.push(&bytes[at + sep.len()..to]);
                to = at;
            }
            parts.push(&bytes[..to]);
            parts
        }
    };
    parts.reverse();
    Ok(parts)
}

fn split_space(mut rest: &[u8], limit: usize) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    loop {
        rest = super::strip(rest, None, true, false);
        if rest.is_empty() {
            return parts;
        }
        if parts.len() == limit {
            // What is left is one part, with the white space at its end.
            parts.push(rest);
            return parts;
        }
        let end = rest.iter().position(|b| is_space(*b)).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
}

/// The parts from the last to the first.
fn rsplit_space(mut rest: &[u8], limit: usize) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    loop {
        rest = super::strip(rest, None, false, true);
        if rest.is_empty() {
            return parts;
        }
        if parts.len() == limit {
            parts.push(rest);
            return parts;
        }
        let start = rest.iter().rposition(|b| is_space(*b)).map_or(0, |i| i + 1);
        parts.push(&rest[start..]);
        rest = &rest[..start];
    }
}

/// `bytes.splitlines(keepends)`: lines end with `\n`, `\r` or `\r\n`.
pub fn split_lines(mut bytes: &[u8], keep_ends: bool) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    while !bytes.is_empty() {
        let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        let next = match &bytes[end..] {
            [] => end,
            [b'\r', b'\n', ..] => end + 2,
            _ => end + 1,
        };
        lines.push(&bytes[..if keep_ends { next } else { end }]);
        bytes = &bytes[next..];
    }
    lines
}

/// What is before and after the first `sep`; `None` when it is not there.
pub fn partition<'a>(bytes: &'a [u8], sep: &[u8]) -> Result<Parted<'a>, EmptySeparator> {
    if sep.is_empty() {
        return Err(EmptySeparator);
    }
    Ok(memmem::find(bytes, sep).map(|at| (&bytes[..at], &bytes[at + sep.len()..])))
}

/// What is before and after the last `sep`; `None` when it is not there.
pub fn rpartition<'a>(bytes: &'a [u8], sep: &[u8]) -> Result<Parted<'a>, EmptySeparator> {
    if sep.is_empty() {
        return Err(EmptySeparator);
    }
    Ok(memmem::rfind(bytes, sep).map(|at| (&bytes[..at], &bytes[at + sep.len()..])))
}
