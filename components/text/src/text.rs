//! An immutable string of code points.

use core::cell::OnceCell;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::buffer::Bytes;
use crate::copy;
use crate::error::{TooLong, product, room, sum};
use crate::wtf8::{self, CodePoints};

/// How many code points lie between two breadcrumbs.
const STRIDE: usize = 64;
/// Texts with fewer code points are read from the start: that is as fast as looking for a breadcrumb.
const SHORT: usize = 2 * STRIDE;

/// Where every 64th code point starts.
type Breadcrumbs = Box<[usize]>;

/// An immutable Python string: well-formed WTF-8 with the number of its code points.
///
/// It is ASCII when there are as many code points as bytes. Long texts beyond ASCII get breadcrumbs the first time
/// they are indexed, so that an index costs at most 63 steps.
#[derive(Clone, Default)]
pub struct Text {
    bytes: Bytes,
    count: usize,
    // A thin pointer: most texts never have breadcrumbs.
    #[allow(clippy::redundant_allocation, clippy::box_collection)]
    breadcrumbs: OnceCell<Box<Breadcrumbs>>,
}

impl Text {
    /// The text of bytes that are known to be well formed.
    pub(crate) fn from_well_formed(bytes: Vec<u8>) -> Self {
        let count = wtf8::count(&bytes);
        Self::from_parts(bytes, count)
    }

    /// The text of well-formed bytes whose code points were counted.
    pub(crate) fn from_parts(bytes: impl Into<Bytes>, count: usize) -> Self {
        Self::from_bytes(bytes.into(), count)
    }

    fn from_bytes(bytes: Bytes, count: usize) -> Self {
        debug_assert!(wtf8::is_well_formed(&bytes) && wtf8::count(&bytes) == count);
        Self {
            bytes,
            count,
            breadcrumbs: OnceCell::new(),
        }
    }

    /// The text of bytes in WTF-8 (surrogates may stand anywhere, in pairs too), or nothing if they are malformed.
    pub fn from_wtf8(bytes: Vec<u8>) -> Option<Self> {
        wtf8::is_well_formed(&bytes).then(|| Self::from_well_formed(bytes))
    }

    /// The text of ASCII bytes, or nothing if a byte is not ASCII.
    pub fn from_ascii(bytes: Vec<u8>) -> Option<Self> {
        let count = bytes.len();
        bytes.is_ascii().then(|| Self::from_parts(bytes, count))
    }

    /// The text of code points, or nothing if one is beyond U+10FFFF.
    pub fn from_code_points(code_points: impl IntoIterator<Item = u32>) -> Option<Self> {
        let mut builder = TextBuilder::new();
        for code_point in code_points {
            if code_point > wtf8::MAX_CODE_POINT {
                return None;
            }
            builder.push(code_point);
        }
        Some(builder.finish())
    }

    /// The text of one code point, or nothing beyond U+10FFFF.
    pub fn from_code_point(code_point: u32) -> Option<Self> {
        if code_point > wtf8::MAX_CODE_POINT {
            return None;
        }
        let mut buffer = [0; 4];
        let size = wtf8::encode(code_point, &mut buffer);
        Some(Self::from_parts(&buffer[..size], 1))
    }

    /// The number of code points.
    #[inline]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no code point.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether every code point is below 128.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.count == self.bytes.len()
    }

    /// The bytes in WTF-8.
    #[inline]
    pub fn as_wtf8(&self) -> &[u8] {
        &self.bytes
    }

    /// The text as UTF-8, or nothing when it holds a surrogate.
    pub fn as_str(&self) -> Option<&str> {
        core::str::from_utf8(&self.bytes).ok()
    }

    /// The bytes in WTF-8, without a copy where no other text shares them.
    pub fn into_wtf8(self) -> Vec<u8> {
        self.bytes.into_vec()
    }

    /// Whether there is a surrogate among the code points.
    pub fn has_surrogate(&self) -> bool {
        !self.is_ascii() && wtf8::has_surrogate(&self.bytes)
    }

    /// The code points, from both ends.
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints::new(&self.bytes)
    }

    /// The code point at an index.
    pub fn get(&self, index: usize) -> Option<u32> {
        if index >= self.count {
            return None;
        }
        wtf8::first(&self.bytes[self.offset(index)..]).map(|(code_point, _)| code_point)
    }

    /// The byte offset at which a code point starts; the end for an index at or beyond the end.
    pub fn offset(&self, index: usize) -> usize {
        if index >= self.count {
            return self.bytes.len();
        }
        if self.is_ascii() {
            return index;
        }
        let (crumb, steps) = match self.breadcrumbs() {
            Some(crumbs) => (
                crumbs.get(index / STRIDE).copied().unwrap_or(0),
                index % STRIDE,
            ),
            None => (0, index),
        };
        advance(&self.bytes, crumb, steps)
    }

    /// The index of the code point that starts at a byte offset.
    pub fn index(&self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        if self.is_ascii() {
            return offset;
        }
        let (from, counted) = match self.breadcrumbs() {
            Some(crumbs) => {
                let passed = crumbs
                    .partition_point(|crumb| *crumb <= offset)
                    .saturating_sub(1);
                (crumbs.get(passed).copied().unwrap_or(0), passed * STRIDE)
            }
            None => (0, 0),
        };
        counted + wtf8::count(&self.bytes[from..offset])
    }

    /// The byte offsets of a range of code points; both ends are clamped.
    pub fn byte_range(&self, start: usize, end: usize) -> core::ops::Range<usize> {
        let end = end.min(self.count);
        let from = self.offset(start.min(end));
        if end == self.count {
            return from..self.bytes.len();
        }
        // A short range is walked from its start, which is cheaper than a second look-up.
        if !self.is_ascii() && end.saturating_sub(start) < STRIDE {
            return from..advance(&self.bytes, from, end.saturating_sub(start));
        }
        from..self.offset(end)
    }

    fn breadcrumbs(&self) -> Option<&[usize]> {
        if self.count < SHORT {
            return None;
        }
        Some(
            self.breadcrumbs
                .get_or_init(|| Box::new(make_breadcrumbs(&self.bytes, self.count))),
        )
    }

    /// A part of the text between two byte offsets, which must be boundaries of code points within it.
    pub fn cut(&self, range: core::ops::Range<usize>) -> Self {
        let bytes = &self.bytes[range];
        let count = if self.is_ascii() {
            bytes.len()
        } else {
            wtf8::count(bytes)
        };
        Self::from_parts(bytes, count)
    }

    /// The code points from `start` to before `end`; both are clamped.
    pub fn substring(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.count);
        let start = start.min(end);
        let bytes = &self.bytes[self.byte_range(start, end)];
        Self::from_parts(bytes, end - start)
    }

    /// `count` code points, the first at `start`, each `step` further; indices out of range end it.
    pub fn stepped(&self, start: usize, step: isize, count: usize) -> Self {
        if step == 1 {
            return self.substring(start, start.saturating_add(count));
        }
        if self.is_ascii() {
            return self.stepped_ascii(start, step, count);
        }
        if step == -1 && start < self.count {
            return self.backwards(start, count);
        }
        let mut bytes = Vec::with_capacity(count.min(self.count));
        let mut made = 0;
        let mut index = start;
        while made < count && index < self.count {
            let at = self.offset(index);
            bytes.extend_from_slice(&self.bytes[at..at + wtf8::width(self.bytes[at])]);
            made += 1;
            match index.checked_add_signed(step) {
                Some(next) => index = next,
                None => break,
            }
        }
        Self::from_parts(bytes, made)
    }

    fn stepped_ascii(&self, start: usize, step: isize, count: usize) -> Self {
        let size = step.unsigned_abs().max(1);
        let bytes: Vec<u8> = if step >= 0 {
            let from = self.bytes.get(start..).unwrap_or_default();
            from.iter().copied().step_by(size).take(count).collect()
        } else {
            let upto = self.bytes.get(..=start).unwrap_or_default();
            upto.iter()
                .rev()
                .copied()
                .step_by(size)
                .take(count)
                .collect()
        };
        let made = bytes.len();
        Self::from_parts(bytes, made)
    }

    fn backwards(&self, start: usize, count: usize) -> Self {
        let end = start + 1;
        let part = self.byte_range(end.saturating_sub(count), end);
        let mut builder = TextBuilder::with_capacity(part.len());
        CodePoints::new(&self.bytes[part])
            .rev()
            .for_each(|code_point| builder.push(code_point));
        builder.finish()
    }

    /// The slice with Python's meaning of absent and negative bounds; nothing when the step is zero.
    pub fn slice(&self, start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Option<Self> {
        let (start, step, count) = slice_indices(self.count, start, stop, step)?;
        Some(self.stepped(start, step, count))
    }

    /// This text and then another one. Growing a long text by short parts takes time in its length, not in the square of it.
    pub fn concat(&self, other: &Self) -> Result<Self, TooLong> {
        Ok(Self::from_bytes(
            self.bytes.concat(&other.bytes)?,
            self.count + other.count,
        ))
    }

    /// Makes this text longer by another one.
    pub fn append(&mut self, other: &Self) -> Result<(), TooLong> {
        self.bytes.append(&other.bytes)?;
        self.count += other.count;
        self.breadcrumbs = OnceCell::new();
        Ok(())
    }

    /// This text `times` times.
    pub fn repeat(&self, times: usize) -> Result<Self, TooLong> {
        let size = product(self.bytes.len(), times)?;
        let mut bytes = room(size)?;
        bytes.extend_from_slice(if times == 0 { &[] } else { &self.bytes });
        // What is there is copied behind itself: twice as much each time.
        while bytes.len() < size {
            bytes.extend_from_within(..bytes.len().min(size - bytes.len()));
        }
        // Nothing, however often, has no code points either.
        Ok(Self::from_parts(
            bytes,
            if size == 0 { 0 } else { self.count * times },
        ))
    }
}

/// The offset `steps` code points after `from`, which is the start of one.
fn advance(bytes: &[u8], from: usize, steps: usize) -> usize {
    let mut at = from;
    for _ in 0..steps {
        match bytes.get(at) {
            Some(first) => at += wtf8::width(*first),
            None => break,
        }
    }
    at.min(bytes.len())
}

fn make_breadcrumbs(bytes: &[u8], count: usize) -> Breadcrumbs {
    let mut crumbs = Vec::with_capacity(count.div_ceil(STRIDE));
    let mut at = 0;
    while at < bytes.len() {
        crumbs.push(at);
        at = advance(bytes, at, STRIDE);
    }
    crumbs.into_boxed_slice()
}

/// Python's slice bounds for a length: the first index, the step and how many elements; nothing when the step is zero.
pub fn slice_indices(
    length: usize,
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
) -> Option<(usize, isize, usize)> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return None;
    }
    let (lowest, highest) = if step < 0 {
        (-1, length - 1)
    } else {
        (0, length)
    };
    let clamp = |bound: i64| {
        if bound < 0 {
            (bound + length).max(lowest)
        } else {
            bound.min(highest)
        }
    };
    let start = start.map_or(if step < 0 { highest } else { lowest }, clamp);
    let stop = stop.map_or(if step < 0 { lowest } else { highest }, clamp);
    let count = if step > 0 && start < stop {
        (stop - start - 1) / step + 1
    } else if step < 0 && stop < start {
        (start - stop - 1) / -step + 1
    } else {
        0
    };
    let step = step.clamp(isize::MIN as i64, isize::MAX as i64) as isize;
    Some((
        usize::try_from(start).unwrap_or(0),
        step,
        usize::try_from(count).unwrap_or(0),
    ))
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::from_parts(text.as_bytes(), wtf8::count(text.as_bytes()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from_well_formed(text.into_bytes())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        *self.bytes == *other.bytes
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        *self.bytes == *other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self.bytes == *other.as_bytes()
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    // The order of the bytes is the order of the code points, surrogates included: each is encoded for itself.
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes.cmp(&*other.bytes)
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl fmt::Display for Text {
    /// The text with U+FFFD for every surrogate.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        match self.as_str() {
            Some(text) => formatter.write_str(text),
            None => self.code_points().try_for_each(|code_point| {
                formatter.write_char(char::from_u32(code_point).unwrap_or('\u{FFFD}'))
            }),
        }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        formatter.write_char('"')?;
        for code_point in self.code_points() {
            match char::from_u32(code_point) {
                Some(character) => write!(formatter, "{}", character.escape_debug())?,
                None => write!(formatter, "\\u{{{code_point:x}}}")?,
            }
        }
        formatter.write_char('"')
    }
}

/// A text in the making.
#[derive(Clone, Debug, Default)]
pub struct TextBuilder {
    bytes: Vec<u8>,
    count: usize,
}

impl TextBuilder {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing yet, with room for some bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            count: 0,
        }
    }

    /// Nothing yet, with room for many bytes, if there is memory for them.
    pub(crate) fn with_room(bytes: usize) -> Result<Self, TooLong> {
        Ok(Self {
            bytes: room(bytes)?,
            count: 0,
        })
    }

    /// Appends a code point; one beyond U+10FFFF appends U+FFFD.
    #[inline]
    pub fn push(&mut self, code_point: u32) {
        wtf8::push(&mut self.bytes, code_point);
        self.count += 1;
    }

    /// Appends a text.
    pub fn push_text(&mut self, text: &Text) {
        copy::append(&mut self.bytes, &text.bytes);
        self.count += text.count;
    }

    /// Appends a string.
    pub fn push_str(&mut self, text: &str) {
        self.push_well_formed(text.as_bytes());
    }

    /// Appends ASCII bytes.
    #[inline]
    pub(crate) fn push_ascii(&mut self, bytes: &[u8]) {
        debug_assert!(bytes.is_ascii());
        copy::append(&mut self.bytes, bytes);
        self.count += bytes.len();
    }

    /// Appends bytes that are known to be well formed.
    pub(crate) fn push_well_formed(&mut self, bytes: &[u8]) {
        copy::append(&mut self.bytes, bytes);
        self.count += wtf8::count(bytes);
    }

    /// Appends a code point many times.
    pub fn push_many(&mut self, code_point: u32, times: usize) -> Result<(), TooLong> {
        let mut buffer = [0; 4];
        let size = wtf8::encode(code_point, &mut buffer);
        let more = product(size, times)?;
        sum(self.bytes.len(), more)?;
        self.bytes.try_reserve(more).map_err(|_| TooLong)?;
        if size == 1 {
            self.bytes.resize(self.bytes.len() + times, buffer[0]);
        } else {
            self.bytes.extend_from_slice(&buffer[..size].repeat(times));
        }
        self.count += times;
        Ok(())
    }

    /// How many bytes there are.
    pub fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    /// How many code points there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The text.
    pub fn finish(self) -> Text {
        Text::from_parts(self.bytes, self.count)
    }
}
