//! The bytes of a text: its own, or the first ones of a buffer that longer texts share.
//!
//! `text += part` in a loop makes a text that starts with the one before it. Copying each time would take time in the
//! square of the length, so a long text that grows by a short part is given room, and what comes next is appended there.
//! A text only sees the bytes that were there when it was made, and those never change.

use core::cell::{Cell, UnsafeCell};
use core::ops::Deref;
use std::rc::Rc;

use crate::error::{TooLong, room, sum};

/// Texts of fewer bytes are copied.
const LONG: usize = 256;

/// Bytes of which the first `used` are seen by texts and never change again.
pub(crate) struct Buffer {
    cells: Box<[UnsafeCell<u8>]>,
    used: Cell<usize>,
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
            cells: bytes.into_iter().map(UnsafeCell::new).collect(),
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

/// Immutable bytes.
#[derive(Clone)]
pub(crate) enum Bytes {
    Own(Box<[u8]>),
    // In a box, so that it needs no more room than the other.
    Shared(Box<(Rc<Buffer>, usize)>),
}

impl Bytes {
    /// These bytes and then others.
    pub(crate) fn concat(&self, more: &[u8]) -> Result<Self, TooLong> {
        let length = sum(self.len(), more.len())?;
        if let Self::Shared(shared) = self
            && shared.0.append(shared.1, more)
        {
            return Ok(Self::Shared(Box::new((Rc::clone(&shared.0), length))));
        }
        if self.len() < LONG || more.len() > self.len() / 4 {
            let mut bytes = room(length)?;
            bytes.extend_from_slice(self);
            bytes.extend_from_slice(more);
            return Ok(Self::Own(bytes.into()));
        }
        Ok(Self::Shared(Box::new((
            Rc::new(Buffer::with_room(self, more)?),
            length,
        ))))
    }

    /// The bytes, without a copy if they are not shared.
    pub(crate) fn into_vec(self) -> Vec<u8> {
        match self {
            Self::Own(bytes) => bytes.into_vec(),
            Self::Shared(_) => self.to_vec(),
        }
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Own(Box::default())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
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
        Bytes::Own(bytes.into())
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
    fn bytes_are_small() {
        assert_eq!(size_of::<Bytes>(), size_of::<Box<[u8]>>());
    }
}
