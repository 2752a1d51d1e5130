//! Finding one sequence of bytes in another, with Python's `start` and `end`.

use super::adjust;
use memchr::memmem;

/// The part of `hay` that `start`/`end` select, and where it starts; `None` when they select nothing at all.
fn window(hay: &[u8], start: i64, end: i64) -> Option<(&[u8], usize)> {
    let (start, end) = adjust(hay.len(), start, end);
    hay.get(start..end).map(|part| (part, start))
}

/// Offset of the first `needle` inside `hay[start:end]`.
pub fn find(hay: &[u8], needle: &[u8], start: i64, end: i64) -> Option<usize> {
    let (part, at) = window(hay, start, end)?;
    let found = match needle {
        [byte] => memchr::memchr(*byte, part),
        _ => memmem::find(part, needle),
    };
    found.map(|i| i + at)
}

/// Offset of the last `needle` inside `hay[start:end]`.
pub fn rfind(hay: &[u8], needle: &[u8], start: i64, end: i64) -> Option<usize> {
    let (part, at) = window(hay, start, end)?;
    let found = match needle {
        [byte] => memchr::memrchr(*byte, part),
        _ => memmem::rfind(part, needle),
    };
    found.map(|i| i + at)
}

/// How many `needle`s that do not overlap are in `hay[start:end]`; an empty one is between all bytes.
pub fn count(hay: &[u8], needle: &[u8], start: i64, end: i64) -> usize {
    let Some((part, _)) = window(hay, start, end) else {
        return 0;
    };
    match needle {
        [] => part.len() + 1,
        [byte] => memchr::memchr_iter(*byte, part).count(),
        _ => memmem::find_iter(part, needle).count(),
    }
}

/// `needle in hay`.
pub fn contains(hay: &[u8], needle: &[u8]) -> bool {
    find(hay, needle, 0, i64::MAX).is_some()
}

/// `hay.startswith(prefix, start, end)`.
pub fn starts_with(hay: &[u8], prefix: &[u8], start: i64, end: i64) -> bool {
    window(hay, start, end).is_some_and(|(part, _)| part.starts_with(prefix))
}

/// `hay.endswith(suffix, start, end)`.
pub fn ends_with(hay: &[u8], suffix: &[u8], start: i64, end: i64) -> bool {
    window(hay, start, end).is_some_and(|(part, _)| part.ends_with(suffix))
}
