//! The bytes of a text: its own, in place where they are few, or the first ones of a buffer that longer texts share.
//!
//! `text += part` in a loop makes a text that starts with the one before it. Copying each time would take time in the
//! square of the length, so a long text that grows by a short part is given room, and what comes next is appended there.
//! A text only sees the bytes that were there when it was made, and those never change.

use core::cell::{Cell, UnsafeCell};
use core::ops::Deref;
use std::rc::Rc;

use crate::copy;
use crate::error::{TooLong, room, sum};

/// Texts of fewer bytes are copied.
const LONG: usize = 256;

/// Bytes of which the first `used` are seen by texts and never change again.
pub(crate) struct Buffer {
    cells: Box<[UnsafeCell<u8>]>,
    used: Cell<usize>,
}

/// The same block, whose bytes are shared from now on.
fn cells(bytes: Box<[u8]>) -> Box<[UnsafeCell<u8>]> {
    // SAFETY: a cell is laid out as its byte, the block is the same, and nobody else owns it.
    unsafe { Box::from_raw(Box::into_raw(bytes) as *mut [UnsafeCell<u8>]) }
}

impl Buffer {
    /// Two parts, and room for half as much again.
    fn with_room(start: &[u8], more: &[u8]) -> Result<Self, TooLong> {
        let used = start.len() + more.len();
        let mut bytes = room(used + used / 2)?;
        bytes.extend_from_slice(start);
        bytes.extend_from_slice(more);
        bytes.resize(used + used / 2, 0);
        Ok(Self {
            cells: cells(bytes.into_boxed_slice()),
            used: Cell::new(used),
        })
    }

    /// Appends behind the first `length` bytes. False when others have done so before, or there is no room.
    fn append(&self, length: usize, more: &[u8]) -> bool {
        let end = length + more.len();
        if self.used.get() != length || end > self.cells.len() {
            return false;
        }
        for (cell, byte) in self.cells[length..end].iter().zip(more) {
            // SAFETY: this cell is at or beyond `used`, so no slice that `seen` has made reaches it, and nothing runs
            // between this and the end of the write.
            unsafe { *cell.get() = *byte };
        }
        self.used.set(end);
        true
    }

    /// The first bytes, which were used when their text was made.
    fn seen(&self, length: usize) -> &[u8] {
        let cells = &self.cells[..length.min(self.used.get())];
        // SAFETY: a cell is as large as its byte, and the bytes before `used` are never written again.
        unsafe { core::slice::from_raw_parts(cells.as_ptr().cast::<u8>(), cells.len()) }
    }
}

/// So many bytes need no block of their own.
const SHORT: usize = 14;

/// Immutable bytes.
#[derive(Clone)]
pub(crate) enum Bytes {
    // Words and numbers are most of the texts of a program: theirs are here.
    Short(u8, [u8; SHORT]),
    Own(Box<[u8]>),
    // In a box, so that it needs no more room than the other.
    Shared(Box<(Rc<Buffer>, usize)>),
}

impl Bytes {
    /// Two parts that are short together.
    #[inline]
    fn short(start: &[u8], more: &[u8]) -> Self {
        let mut bytes = [0; SHORT];
        let length = copy::write(&mut bytes, 0, start);
        let length = copy::write(&mut bytes, length, more);
        Self::Short(length as u8, bytes)
    }

    /// These bytes and then others.
    pub(crate) fn concat(&self, more: &[u8]) -> Result<Self, TooLong> {
        let length = sum(self.len(), more.len())?;
        if length <= SHORT {
            return Ok(Self::short(self, more));
        }
        if let Self::Shared(shared) = self
            && shared.0.append(shared.1, more)
        {
            return Ok(Self::Shared(Box::new((Rc::clone(&shared.0), length))));
        }
        if self.len() < LONG || more.len() > self.len() / 4 {
            let mut bytes = room(length)?;
            copy::append(&mut bytes, self);
            copy::append(&mut bytes, more);
            return Ok(Self::Own(bytes.into()));
        }
        Ok(Self::Shared(Box::new((
            Rc::new(Buffer::with_room(self, more)?),
            length,
        ))))
    }

    /// Appends other bytes: where these are, when there is room for them.
    pub(crate) fn append(&mut self, more: &[u8]) -> Result<(), TooLong> {
        let length = sum(self.len(), more.len())?;
        match self {
            Self::Short(end, bytes) if length <= SHORT => {
                *end = copy::write(bytes, usize::from(*end), more) as u8;
            }
            Self::Shared(shared) if shared.0.append(shared.1, more) => shared.1 = length,
            _ => *self = self.concat(more)?,
        }
        Ok(())
    }

    /// The bytes, without a copy if they are not shared.
    pub(crate) fn into_vec(self) -> Vec<u8> {
        match self {
            Self::Own(bytes) => bytes.into_vec(),
            Self::Short(..) | Self::Shared(_) => self.to_vec(),
        }
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Short(0, [0; SHORT])
    }
}

impl From<&[u8]> for Bytes {
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        if bytes.len() <= SHORT {
            Self::short(bytes, &[])
        } else {
            Self::Own(copy::boxed(bytes))
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        if bytes.len() <= SHORT {
            Self::short(&bytes, &[])
        } else {
            Self::Own(bytes.into())
        }
    }
}

impl From<Box<[u8]>> for Bytes {
    fn from(bytes: Box<[u8]>) -> Self {
        bytes.into_vec().into()
    }
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or(bytes),
            Self::Own(bytes) => bytes,
            Self::Shared(shared) => shared.0.seen(shared.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &Bytes, more: &[u8]) -> Bytes {
        text.concat(more).expect("it is short")
    }

    fn own(bytes: &[u8]) -> Bytes {
        bytes.into()
    }

    #[test]
    fn a_growing_text_is_appended_to() {
        let mut text = own(&[b'a'; LONG]);
        let mut expected = text.to_vec();
        let mut all = Vec::new();
        for number in 0..2000_usize {
            let part = number.to_string();
            text = after(&text, part.as_bytes());
            expected.extend_from_slice(part.as_bytes());
            assert_eq!(*text, *expected);
            all.push((text.clone(), expected.len()));
        }
        // What was seen before is as it was.
        for (text, length) in all {
            assert_eq!(*text, expected[..length]);
        }
    }

    #[test]
    fn two_that_start_alike_do_not_disturb_each_other() {
        let start = after(&own(&[b'a'; LONG]), b"b");
        let (one, other) = (after(&start, b"one"), after(&start, b"other"));
        let more = after(&one, b"!");
        assert!(start.ends_with(b"ab") && one.ends_with(b"abone") && other.ends_with(b"abother"));
        assert!(more.ends_with(b"abone!") && after(&more, b"").ends_with(b"one!"));
        assert_eq!(after(&start, &start).len(), 2 * start.len());
    }

    #[test]
    fn short_texts_grow_into_long_ones() {
        let (mut text, mut same) = (own(b""), own(b""));
        for length in 0..2 * LONG {
            assert_eq!((text.len(), same.len()), (length, length));
            assert!(text.iter().chain(&*same).all(|byte| *byte == b'x'));
            text = after(&text, b"x");
            same.append(b"x").expect("it is short");
        }
    }

    #[test]
    fn what_is_appended_to_is_not_seen_by_others() {
        let mut text = after(&own(&[b'a'; LONG]), b"b");
        let before = text.clone();
        text.append(b"c").expect("it is short");
        assert!(before.ends_with(b"ab") && text.ends_with(b"abc"));
    }

    #[test]
    fn bytes_are_small() {
        assert!(size_of::<Bytes>() <= 16.max(size_of::<[usize; 3]>()));
    }
}
