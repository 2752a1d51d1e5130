//! Building new bytes from old ones: repeating, joining, replacing, padding, translating.

use super::{buffer, copy};
use crate::error::{MAX_BYTES, TooLong};
use memchr::memmem;

/// `bytes * times`.
pub fn repeat(bytes: &[u8], times: usize) -> Result<Vec<u8>, TooLong> {
    let len = bytes.len().checked_mul(times).ok_or(TooLong)?;
    let mut out = buffer(len)?;
    match bytes {
        [] => {}
        [byte] => out.resize(len, *byte),
        _ => {
            // Doubling what is there copies long pieces instead of many short ones.
            out.extend_from_slice(bytes);
            while out.len() < len {
                let more = out.len().min(len - out.len());
                out.extend_from_within(..more);
            }
            out.truncate(len);
        }
    }
    Ok(out)
}

/// `a + b`.
pub fn concat(a: &[u8], b: &[u8]) -> Result<Vec<u8>, TooLong> {
    let mut out = buffer(a.len().checked_add(b.len()).ok_or(TooLong)?)?;
    out.extend_from_slice(a);
    out.extend_from_slice(b);
    Ok(out)
}

/// `sep.join(parts)`.
pub fn join(sep: &[u8], parts: &[&[u8]]) -> Result<Vec<u8>, TooLong> {
    let gaps = sep
        .len()
        .checked_mul(parts.len().saturating_sub(1))
        .ok_or(TooLong)?;
    let len = parts
        .iter()
        .try_fold(gaps, |sum, part| sum.checked_add(part.len()))
        .ok_or(TooLong)?;
    let mut out = buffer(len)?;
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(sep);
        }
        out.extend_from_slice(part);
    }
    Ok(out)
}

/// `bytes.replace(from, to, count)`; a negative `count` replaces all.
pub fn replace(bytes: &[u8], from: &[u8], to: &[u8], count: i64) -> Result<Vec<u8>, TooLong> {
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    if from.is_empty() {
        return interleave(bytes, to, limit);
    }
    let found = memmem::find_iter(bytes, from).take(limit).count();
    if found == 0 {
        return copy(bytes);
    }
    let kept = bytes.len() - found * from.len();
    let len = to
        .len()
        .checked_mul(found)
        .and_then(|n| n.checked_add(kept))
        .ok_or(TooLong)?;
    let mut out = buffer(len)?;
    let mut done = 0;
    for at in memmem::find_iter(bytes, from).take(found) {
        out.extend_from_slice(&bytes[done..at]);
        out.extend_from_slice(to);
        done = at + from.len();
    }
    out.extend_from_slice(&bytes[done..]);
    Ok(out)
}

/// Replacing the empty sequence puts `to` before the first `limit` bytes, and at the end when there are fewer.
fn interleave(bytes: &[u8], to: &[u8], limit: usize) -> Result<Vec<u8>, TooLong> {
    let times = limit.min(bytes.len() + 1);
    let len = to
        .len()
        .checked_mul(times)
        .and_then(|n| n.checked_add(bytes.len()))
        .ok_or(TooLong)?;
    let mut out = buffer(len)?;
    for (i, byte) in bytes.iter().enumerate() {
        if i < times {
            out.extend_from_slice(to);
        }
        out.push(*byte);
    }
    if times == bytes.len() + 1 {
        out.extend_from_slice(to);
    }
    Ok(out)
}

fn pad(bytes: &[u8], left: usize, right: usize, fill: u8) -> Result<Vec<u8>, TooLong> {
    let len = bytes
        .len()
        .checked_add(left)
        .and_then(|n| n.checked_add(right))
        .ok_or(TooLong)?;
    let mut out = buffer(len)?;
    out.resize(left, fill);
    out.extend_from_slice(bytes);
    out.resize(len, fill);
    Ok(out)
}

/// How many bytes `width` asks for more than there are.
fn missing(bytes: &[u8], width: i64) -> Result<usize, TooLong> {
    match usize::try_from(width) {
        Ok(width) => Ok(width.saturating_sub(bytes.len())),
        Err(_) if width < 0 => Ok(0),
        Err(_) => Err(TooLong),
    }
}

/// `bytes.ljust(width, fill)`.
pub fn left_justify(bytes: &[u8], width: i64, fill: u8) -> Result<Vec<u8>, TooLong> {
    pad(bytes, 0, missing(bytes, width)?, fill)
}

/// `bytes.rjust(width, fill)`.
pub fn right_justify(bytes: &[u8], width: i64, fill: u8) -> Result<Vec<u8>, TooLong> {
    pad(bytes, missing(bytes, width)?, 0, fill)
}

/// `bytes.center(width, fill)`: of an odd rest, the left side gets more when `width` is odd.
pub fn center(bytes: &[u8], width: i64, fill: u8) -> Result<Vec<u8>, TooLong> {
    let rest = missing(bytes, width)?;
    let left = rest / 2 + (rest & usize::from(width & 1 == 1) & 1);
    pad(bytes, left, rest - left, fill)
}

/// `bytes.zfill(width)`: zeros between the sign and the digits.
pub fn zero_fill(bytes: &[u8], width: i64) -> Result<Vec<u8>, TooLong> {
    let rest = missing(bytes, width)?;
    let mut out = pad(bytes, rest, 0, b'0')?;
    if rest > 0
        && let Some(sign @ (b'+' | b'-')) = bytes.first()
    {
        out[rest] = b'0';
        out[0] = *sign;
    }
    Ok(out)
}

/// `bytes.expandtabs(size)`.
pub fn expand_tabs(bytes: &[u8], size: i64) -> Result<Vec<u8>, TooLong> {
    let size = match usize::try_from(size) {
        Ok(size) => size,
        Err(_) if size < 0 => 0,
        Err(_) => return Err(TooLong),
    };
    let spaces = |column: usize| if size == 0 { 0 } else { size - column % size };
    let (mut len, mut column) = (0usize, 0usize);
    for byte in bytes {
        let width = if *byte == b'\t' { spaces(column) } else { 1 };
        len = len
            .checked_add(width)
            .filter(|n| *n <= MAX_BYTES)
            .ok_or(TooLong)?;
        column = if matches!(byte, b'\n' | b'\r') {
            0
        } else {
            column + width
        };
    }
    let mut out = buffer(len)?;
    column = 0;
    for byte in bytes {
        if *byte == b'\t' {
            let width = spaces(column);
            out.resize(out.len() + width, b' ');
            column += width;
        } else {
            out.push(*byte);
            column = if matches!(byte, b'\n' | b'\r') {
                0
            } else {
                column + 1
            };
        }
    }
    Ok(out)
}

/// `bytes.translate(table, delete=…)`: without `delete`d bytes, each other byte looked up when there is a table.
pub fn translate(
    bytes: &[u8],
    table: Option<&[u8; 256]>,
    delete: &[u8],
) -> Result<Vec<u8>, TooLong> {
    let mut gone = [false; 256];
    for byte in delete {
        gone[usize::from(*byte)] = true;
    }
    let mut out = buffer(bytes.len())?;
    let kept = bytes.iter().filter(|b| !gone[usize::from(**b)]);
    match table {
        Some(table) => out.extend(kept.map(|b| table[usize::from(*b)])),
        None => out.extend(kept),
    }
    Ok(out)
}

/// `bytes.maketrans(from, to)`; `None` when they are not equally long.
pub fn make_translation(from: &[u8], to: &[u8]) -> Option<[u8; 256]> {
    if from.len() != to.len() {
        return None;
    }
    let mut table = [0; 256];
    for (i, slot) in (0..=255).zip(table.iter_mut()) {
        *slot = i;
    }
    for (from, to) in from.iter().zip(to) {
        table[usize::from(*from)] = *to;
    }
    Some(table)
}
