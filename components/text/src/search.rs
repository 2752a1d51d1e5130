//! Finding one text in another: `find`, `rfind`, `count`, `in`, `startswith`, `endswith`, `replace`.

use core::ops::Range;

use crate::copy;
use crate::error::{TooLong, sum};
use crate::text::Text;
use crate::wtf8;

/// The part of a text that a method looks at: two indices as Python has them, negative ones from the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first index.
    pub start: i64,
    /// The index after the last one.
    pub end: i64,
}

impl Bounds {
    /// The whole text.
    pub const ALL: Bounds = Bounds {
        start: 0,
        end: i64::MAX,
    };

    /// The indices in a sequence of some length; nothing when the start is behind the end.
    pub fn clamp(self, length: usize) -> Option<Range<usize>> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let from_end = |bound: i64| {
            if bound < 0 {
                (bound + length).max(0)
            } else {
                bound
            }
        };
        let (start, end) = (from_end(self.start), from_end(self.end).min(length));
        if start > end {
            return None;
        }
        Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

/// The first place where the needle's bytes are.
#[inline]
pub(crate) fn find_bytes(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memchr::memchr(*byte, haystack),
        _ if needle.len() > haystack.len() => None,
        _ => memchr::memmem::find(haystack, needle),
    }
}

/// The last place where the needle's bytes are.
#[inline]
pub(crate) fn rfind_bytes(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memchr::memrchr(*byte, haystack),
        _ if needle.len() > haystack.len() => None,
        _ => memchr::memmem::rfind(haystack, needle),
    }
}

/// Finds the same needle many times. It lives on the stack of one call, so its size does not matter.
#[allow(clippy::large_enum_variant)]
pub(crate) enum Finder<'a> {
    Byte(u8),
    Bytes(memchr::memmem::Finder<'a>),
}

impl<'a> Finder<'a> {
    pub(crate) fn new(needle: &'a [u8]) -> Self {
        match needle {
            [byte] => Self::Byte(*byte),
            _ => Self::Bytes(memchr::memmem::Finder::new(needle)),
        }
    }

    #[inline]
    pub(crate) fn find(&self, haystack: &[u8]) -> Option<usize> {
        match self {
            Self::Byte(byte) => memchr::memchr(*byte, haystack),
            Self::Bytes(finder) => finder.find(haystack),
        }
    }
}

impl Text {
    /// The byte offsets that bounds stand for; nothing when the start is behind the end.
    fn bounded(&self, bounds: Bounds) -> Option<Range<usize>> {
        if bounds == Bounds::ALL {
            return Some(0..self.as_wtf8().len());
        }
        bounds
            .clamp(self.len())
            .map(|range| self.byte_range(range.start, range.end))
    }

    /// Whether a text occurs in this one.
    pub fn contains(&self, needle: &Text) -> bool {
        find_bytes(self.as_wtf8(), needle.as_wtf8()).is_some()
    }

    /// The lowest index at which the needle is found within the bounds.
    pub fn find(&self, needle: &Text, bounds: Bounds) -> Option<usize> {
        let range = self.bounded(bounds)?;
        let at = find_bytes(&self.as_wtf8()[range.clone()], needle.as_wtf8())?;
        Some(self.index(range.start + at))
    }

    /// The highest index at which the needle is found within the bounds.
    pub fn rfind(&self, needle: &Text, bounds: Bounds) -> Option<usize> {
        let range = self.bounded(bounds)?;
        let at = rfind_bytes(&self.as_wtf8()[range.clone()], needle.as_wtf8())?;
        Some(self.index(range.start + at))
    }

    /// How often the needle is found within the bounds, without overlaps.
    pub fn count(&self, needle: &Text, bounds: Bounds) -> usize {
        let Some(range) = self.bounded(bounds) else {
            return 0;
        };
        let bytes = &self.as_wtf8()[range];
        match needle.as_wtf8() {
            [] if self.is_ascii() => bytes.len() + 1,
            [] => wtf8::count(bytes) + 1,
            [byte] => memchr::memchr_iter(*byte, bytes).count(),
            needle => memchr::memmem::find_iter(bytes, needle).count(),
        }
    }

    /// Whether the part within the bounds starts with a prefix.
    pub fn starts_with(&self, prefix: &Text, bounds: Bounds) -> bool {
        self.bounded(bounds)
            .is_some_and(|range| self.as_wtf8()[range].starts_with(prefix.as_wtf8()))
    }

    /// Whether the part within the bounds ends with a suffix.
    pub fn ends_with(&self, suffix: &Text, bounds: Bounds) -> bool {
        self.bounded(bounds)
            .is_some_and(|range| self.as_wtf8()[range].ends_with(suffix.as_wtf8()))
    }

    /// The text without a prefix; itself when it has another start.
    pub fn remove_prefix(&self, prefix: &Text) -> Text {
        match self.as_wtf8().strip_prefix(prefix.as_wtf8()) {
            Some(rest) => Text::from_parts(rest, self.len() - prefix.len()),
            None => self.clone(),
        }
    }

    /// The text without a suffix; itself when it has another end.
    pub fn remove_suffix(&self, suffix: &Text) -> Text {
        match self.as_wtf8().strip_suffix(suffix.as_wtf8()) {
            Some(rest) => Text::from_parts(rest, self.len() - suffix.len()),
            None => self.clone(),
        }
    }

    /// The text with the first `limit` occurrences replaced; all when the limit is negative.
    pub fn replace(&self, old: &Text, new: &Text, limit: i64) -> Result<Text, TooLong> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if limit == 0 || old == new {
            return Ok(self.clone());
        }
        if old.is_empty() {
            return self.interleave(new, limit);
        }
        let mut output = Output::new(self.as_wtf8().len());
        let mut rest = self.as_wtf8();
        let mut made = 0;
        let finder = Finder::new(old.as_wtf8());
        while made < limit {
            let Some(at) = finder.find(rest) else {
                break;
            };
            output.push(&rest[..at])?;
            output.push(new.as_wtf8())?;
            rest = &rest[at + old.as_wtf8().len()..];
            made += 1;
        }
        if made == 0 {
            return Ok(self.clone());
        }
        output.push(rest)?;
        Ok(Text::from_parts(
            output.bytes,
            self.len() + made * new.len() - made * old.len(),
        ))
    }

    /// The text with `new` before each of the first `limit` boundaries of code points, the end being the last one.
    fn interleave(&self, new: &Text, limit: usize) -> Result<Text, TooLong> {
        let times = limit.min(self.len() + 1);
        let mut output = Output::new(self.as_wtf8().len());
        let mut at = 0;
        for _ in 0..times {
            output.push(new.as_wtf8())?;
            if let Some(first) = self.as_wtf8().get(at) {
                let next = at + wtf8::width(*first);
                output.push(&self.as_wtf8()[at..next])?;
                at = next;
            }
        }
        output.push(&self.as_wtf8()[at..])?;
        Ok(Text::from_parts(
            output.bytes,
            self.len() + times * new.len(),
        ))
    }
}

/// Bytes that never become too many.
struct Output {
    bytes: Vec<u8>,
}

impl Output {
    fn new(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
        }
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        sum(self.bytes.len(), bytes.len())?;
        self.bytes.try_reserve(bytes.len()).map_err(|_| TooLong)?;
        copy::append(&mut self.bytes, bytes);
        Ok(())
    }
}
