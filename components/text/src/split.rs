//! Cutting and joining: `split`, `rsplit`, `splitlines`, `partition`, `rpartition`, `join`.

use crate::copy;
use crate::error::{TooLong, room, sum};
use crate::search::{Finder, find_bytes, rfind_bytes};
use crate::text::Text;
use crate::unicode;
use crate::wtf8;

impl Text {
    /// The parts between separators, at most `limit` cuts from the left (all when negative), each made into something.
    ///
    /// Without a separator the parts are between runs of white space and none is empty. Nothing for an empty separator.
    pub fn split<T>(
        &self,
        separator: Option<&Text>,
        limit: i64,
        make: impl Fn(Text) -> T,
    ) -> Option<Vec<T>> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        match separator {
            None => Some(self.split_space(limit, make)),
            Some(separator) if separator.is_empty() => None,
            Some(separator) => Some(self.split_at(separator.as_wtf8(), limit, make)),
        }
    }

    /// The parts between separators, at most `limit` cuts from the right; otherwise like [`Text::split`].
    pub fn rsplit<T>(
        &self,
        separator: Option<&Text>,
        limit: i64,
        make: impl Fn(Text) -> T,
    ) -> Option<Vec<T>> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut parts = match separator {
            None => self.rsplit_space(limit, make),
            Some(separator) if separator.is_empty() => return None,
            Some(separator) => self.rsplit_at(separator.as_wtf8(), limit, make),
        };
        parts.reverse();
        Some(parts)
    }

    fn split_at<T>(&self, separator: &[u8], limit: usize, make: impl Fn(Text) -> T) -> Vec<T> {
        let bytes = self.as_wtf8();
        let mut parts = Vec::new();
        let mut start = 0;
        let finder = Finder::new(separator);
        while parts.len() < limit {
            let Some(at) = finder.find(&bytes[start..]) else {
                break;
            };
            parts.push(make(self.cut(start..start + at)));
            start += at + separator.len();
        }
        parts.push(make(self.cut(start..bytes.len())));
        parts
    }

    fn rsplit_at<T>(&self, separator: &[u8], limit: usize, make: impl Fn(Text) -> T) -> Vec<T> {
        let bytes = self.as_wtf8();
        let mut parts = Vec::new();
        let mut end = bytes.len();
        while parts.len() < limit {
            let Some(at) = rfind_bytes(&bytes[..end], separator) else {
                break;
            };
            parts.push(make(self.cut(at + separator.len()..end)));
            end = at;
        }
        parts.push(make(self.cut(0..end)));
        parts
    }

    fn split_space<T>(&self, limit: usize, make: impl Fn(Text) -> T) -> Vec<T> {
        let bytes = self.as_wtf8();
        let mut parts = Vec::new();
        let mut at = skip(bytes, 0, true);
        while at < bytes.len() {
            if parts.len() == limit {
                // The rest keeps the white space at its end.
                parts.push(make(self.cut(at..bytes.len())));
                break;
            }
            let end = skip(bytes, at, false);
            parts.push(make(self.cut(at..end)));
            at = skip(bytes, end, true);
        }
        parts
    }

    fn rsplit_space<T>(&self, limit: usize, make: impl Fn(Text) -> T) -> Vec<T> {
        let bytes = self.as_wtf8();
        let mut parts = Vec::new();
        let mut end = skip_back(bytes, bytes.len(), true);
        while end > 0 {
            if parts.len() == limit {
                parts.push(make(self.cut(0..end)));
                break;
            }
            let start = skip_back(bytes, end, false);
            parts.push(make(self.cut(start..end)));
            end = skip_back(bytes, start, true);
        }
        parts
    }

    /// The lines, with their ends when these are kept.
    pub fn split_lines(&self, keep_ends: bool) -> Vec<Text> {
        let bytes = self.as_wtf8();
        let mut lines = Vec::new();
        let (mut start, mut at) = (0, 0);
        while let Some(plain) = bytes[at..].iter().position(|byte| may_end_line(*byte)) {
            at += plain;
            let size = line_end(&bytes[at..]);
            if size == 0 {
                at += 1;
                continue;
            }
            lines.push(self.cut(start..if keep_ends { at + size } else { at }));
            at += size;
            start = at;
        }
        if start < bytes.len() {
            lines.push(self.cut(start..bytes.len()));
        }
        lines
    }

    /// What is before and after the first separator, when there is one.
    pub fn partition(&self, separator: &Text) -> Option<(Text, Text)> {
        let at = find_bytes(self.as_wtf8(), separator.as_wtf8())?;
        Some(self.around(at, separator))
    }

    /// What is before and after the last separator, when there is one.
    pub fn rpartition(&self, separator: &Text) -> Option<(Text, Text)> {
        let at = rfind_bytes(self.as_wtf8(), separator.as_wtf8())?;
        Some(self.around(at, separator))
    }

    fn around(&self, at: usize, separator: &Text) -> (Text, Text) {
        let after = at + separator.as_wtf8().len();
        (self.cut(0..at), self.cut(after..self.as_wtf8().len()))
    }

    /// Parts with this text between them.
    pub fn join<'a>(&self, parts: impl Iterator<Item = &'a Text> + Clone) -> Result<Text, TooLong> {
        let (mut bytes, mut count) = (0, 0);
        for (number, part) in parts.clone().enumerate() {
            if number > 0 {
                bytes = sum(bytes, self.as_wtf8().len())?;
                count += self.len();
            }
            bytes = sum(bytes, part.as_wtf8().len())?;
            count += part.len();
        }
        let mut joined = room(bytes)?;
        joined.resize(bytes, 0);
        let mut at = 0;
        for (number, part) in parts.enumerate() {
            if number > 0 {
                at = copy::write(&mut joined, at, self.as_wtf8());
            }
            at = copy::write(&mut joined, at, part.as_wtf8());
        }
        Ok(Text::from_parts(joined, count))
    }
}

/// The first offset from `at` on where a code point is not (or is, when `space` is false) white space.
pub(crate) fn skip(bytes: &[u8], mut at: usize, space: bool) -> usize {
    loop {
        while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii()) {
            if unicode::is_space(u32::from(*byte)) != space {
                return at;
            }
            at += 1;
        }
        match wtf8::first(bytes.get(at..).unwrap_or_default()) {
            Some((code_point, size)) if unicode::is_space(code_point) == space => at += size,
            _ => return at,
        }
    }
}

/// The last offset up to `end` before which a code point is not (or is, when `space` is false) white space.
pub(crate) fn skip_back(bytes: &[u8], mut end: usize, space: bool) -> usize {
    while let Some((code_point, size)) = wtf8::last(&bytes[..end]) {
        if unicode::is_space(code_point) != space {
            break;
        }
        end -= size;
    }
    end
}

/// Whether an end of a line may start with a byte.
#[inline]
fn may_end_line(byte: u8) -> bool {
    matches!(byte, b'\n'..=b'\r' | 0x1C..=0x1E | 0xC2 | 0xE2)
}

/// How many bytes the end of a line has that starts here; zero when none does.
#[inline]
fn line_end(bytes: &[u8]) -> usize {
    match *bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | 0x0B..=b'\r' | 0x1C..=0x1E, ..] => 1,
        [0xC2, 0x85, ..] => 2,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}
