//! The byte form of a text: every code point, surrogates too, encoded on its own in the manner of UTF-8.
//!
//! It is what the WTF-8 document calls generalized UTF-8: a surrogate pair stays two code points of three bytes each,
//! because Python's strings are sequences of code points. The order of bytes is the order of code points.

/// The largest code point.
pub const MAX_CODE_POINT: u32 = 0x10_FFFF;

/// Whether a byte starts a code point.
#[inline]
pub fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// How many code points well-formed bytes hold.
#[inline]
pub fn count(bytes: &[u8]) -> usize {
    // At most 255 in a byte: sums of bytes are added sixteen at a time.
    let starts = |part: &[u8]| {
        part.iter()
            .map(|byte| u8::from(is_start(*byte)))
            .sum::<u8>()
    };
    bytes
        .chunks(255)
        .map(|part| usize::from(starts(part)))
        .sum()
}

/// Appends a code point; one beyond the last code point appends U+FFFD.
#[inline]
pub fn push(bytes: &mut Vec<u8>, code_point: u32) {
    if code_point < 0x80 {
        bytes.push(code_point as u8);
        return;
    }
    let mut buffer = [0; 4];
    let size = encode(code_point, &mut buffer);
    bytes.extend_from_slice(&buffer[..size]);
}

/// Encodes a code point and says how many bytes it took; one beyond the last code point is U+FFFD.
pub fn encode(code_point: u32, buffer: &mut [u8; 4]) -> usize {
    let tail = |shift: u32| 0x80 | ((code_point >> shift) & 0x3F) as u8;
    match code_point {
        0..0x80 => {
            buffer[0] = code_point as u8;
            1
        }
        0x80..0x800 => {
            buffer[..2].copy_from_slice(&[0xC0 | (code_point >> 6) as u8, tail(0)]);
            2
        }
        0x800..0x1_0000 => {
            buffer[..3].copy_from_slice(&[0xE0 | (code_point >> 12) as u8, tail(6), tail(0)]);
            3
        }
        0x1_0000..=MAX_CODE_POINT => {
            *buffer = [0xF0 | (code_point >> 18) as u8, tail(12), tail(6), tail(0)];
            4
        }
        _ => encode(0xFFFD, buffer),
    }
}

/// How many bytes the code point has that starts with this byte.
#[inline]
pub fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The first code point of well-formed bytes and how many bytes it has; nothing at the end.
#[inline]
pub fn first(bytes: &[u8]) -> Option<(u32, usize)> {
    match *bytes {
        [] => None,
        [a, ..] if a < 0x80 => Some((u32::from(a), 1)),
        [a, b, ..] if a < 0xE0 => Some((u32::from(a & 0x1F) << 6 | low(b), 2)),
        [a, b, c, ..] if a < 0xF0 => Some((u32::from(a & 0x0F) << 12 | low(b) << 6 | low(c), 3)),
        [a, b, c, d, ..] => Some((
            u32::from(a & 0x07) << 18 | low(b) << 12 | low(c) << 6 | low(d),
            4,
        )),
        _ => None,
    }
}

/// The last code point of well-formed bytes and how many bytes it has; nothing when there is none.
#[inline]
pub fn last(bytes: &[u8]) -> Option<(u32, usize)> {
    let size = bytes.iter().rev().position(|byte| is_start(*byte))? + 1;
    first(&bytes[bytes.len() - size..])
}

fn low(byte: u8) -> u32 {
    u32::from(byte & 0x3F)
}

/// Whether bytes are well formed: UTF-8 in which surrogates may stand, each for itself.
pub fn is_well_formed(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        match core::str::from_utf8(rest) {
            Ok(_) => return true,
            Err(error) => match rest[error.valid_up_to()..] {
                [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => rest = &rest[error.valid_up_to() + 3..],
                _ => return false,
            },
        }
    }
}

/// Whether well-formed bytes hold a surrogate.
pub fn has_surrogate(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xED, bytes).any(|at| bytes.get(at + 1).is_some_and(|next| *next >= 0xA0))
}

/// The code points of well-formed bytes, from both ends.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    bytes: &'a [u8],
}

impl<'a> CodePoints<'a> {
    /// The code points of bytes that are well formed.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The bytes that were not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes
    }
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (code_point, size) = first(self.bytes)?;
        self.bytes = &self.bytes[size..];
        Some(code_point)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.bytes.len().div_ceil(4), Some(self.bytes.len()))
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        let (code_point, size) = last(self.bytes)?;
        self.bytes = &self.bytes[..self.bytes.len() - size];
        Some(code_point)
    }
}
