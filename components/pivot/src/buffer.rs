//! Output under a limit: what every encoder of this workspace writes into.

use crate::error::{Error, ErrorKind};

/// What a measuring buffer holds before it drops it.
const MEASURING_BUFFER: usize = 4096;

/// Why output was lost.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Failure {
    /// It would be larger than its limit.
    Limit,
    /// It would be larger than the memory.
    Memory,
    /// It would have a length beyond 32 bits.
    Length,
}

/// Bytes under a limit. Writing does not fail: what has no room is dropped, and [`Buffer::finish`] tells. So an encoder's
/// inner loop has nothing to check, and memory stays below the limit.
pub struct Buffer {
    bytes: Vec<u8>,
    max_output: usize,
    failure: Option<Failure>,
    measuring: bool,
    /// When measuring: bytes that were counted and dropped.
    dropped: usize,
}

impl Buffer {
    /// An empty buffer for up to `max_output` bytes.
    pub fn new(max_output: u64) -> Self {
        Buffer {
            bytes: Vec::new(),
            max_output: usize::try_from(max_output).unwrap_or(usize::MAX),
            failure: None,
            measuring: false,
            dropped: 0,
        }
    }

    /// A buffer that keeps nothing but its length, in a few kilobytes.
    pub fn measuring(max_output: u64) -> Self {
        let mut buffer = Self::new(max_output);
        buffer.bytes.reserve_exact(MEASURING_BUFFER);
        buffer.measuring = true;
        buffer
    }

    /// Makes room for `bytes` in advance, within the limit. When there is no memory for them it does without.
    pub fn reserve(&mut self, bytes: usize) {
        if !self.measuring {
            // Growing step by step is slower, not wrong: the failure is told when a byte really has no room.
            let _ = self.bytes.try_reserve_exact(bytes.min(self.max_output));
        }
    }

    /// Bytes written so far.
    #[inline]
    pub fn written(&self) -> usize {
        self.dropped + self.bytes.len()
    }

    /// Whether output has been lost already, so that going on is in vain.
    pub fn failed(&self) -> bool {
        self.failure.is_some()
    }

    /// What has been written; of a measuring buffer, only the end of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What has been written, to be changed in place; of a measuring buffer, only the end of it.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// Appends bytes.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        if self.room(bytes.len()) {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Appends bytes whose number is known at compile time.
    #[inline]
    pub fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if self.room(N) {
            self.bytes.extend_from_slice(&bytes);
        }
    }

    /// Appends a byte and the bytes after it.
    #[inline]
    pub fn put_with<const N: usize>(&mut self, head: u8, bytes: [u8; N]) {
        if self.room(N + 1) {
            self.bytes.push(head);
            self.bytes.extend_from_slice(&bytes);
        }
    }

    /// Appends a byte and the first `length` bytes of `chunk`, of which it may read and write all: for lengths that change
    /// from call to call, one copy of a fixed size is faster than one of the right size.
    #[inline(always)]
    pub(crate) fn put_part(&mut self, head: u8, chunk: &[u8; 32], length: usize) {
        let length = length.min(chunk.len());
        let written = self.bytes.len();
        let Some(room) = self.bytes.spare_capacity_mut().first_chunk_mut::<33>() else {
            self.put([head]);
            return self.raw(&chunk[..length]);
        };
        room[0].write(head);
        for (place, byte) in room[1..].iter_mut().zip(chunk) {
            place.write(*byte);
        }
        // SAFETY: the 33 bytes after `written` are within the capacity and have been written.
        unsafe { self.bytes.set_len(written + 1 + length) };
    }

    /// The bytes; none of a measuring buffer.
    ///
    /// # Errors
    /// `SizeLimit` at offset 0: the output would be larger than its limit or than the memory.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.check_total(0);
        match self.failure {
            None if self.measuring => Ok(Vec::new()),
            None => Ok(self.bytes),
            Some(failure) => Err(self.error(failure)),
        }
    }

    /// The bytes for a caller that goes on to grow them: they, and the limit.
    pub(crate) fn parts(&mut self) -> (&mut Vec<u8>, usize) {
        (&mut self.bytes, self.max_output)
    }

    pub(crate) fn is_measuring(&self) -> bool {
        self.measuring
    }

    pub(crate) fn dropped(&self) -> usize {
        self.dropped
    }

    #[cold]
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }

    /// Fails when what was written and `more` bytes are beyond the limit.
    pub(crate) fn check_total(&mut self, more: usize) {
        if self.written().saturating_add(more) > self.max_output {
            self.fail(Failure::Limit);
        }
    }

    #[cold]
    fn error(&self, failure: Failure) -> Error {
        let text = match failure {
            Failure::Limit => {
                "the output is larger than max-output, which is {} bytes: raise the limit or send less"
            }
            Failure::Memory => "there is not enough memory for the output: send less",
            Failure::Length => {
                "text, bytes, an array or a map is longer than MessagePack can say (2^32-1)"
            }
        };
        Error::new(ErrorKind::SizeLimit, 0, text).value(self.max_output as u64)
    }

    #[inline]
    fn room(&mut self, bytes: usize) -> bool {
        bytes <= self.bytes.capacity() - self.bytes.len() || self.grow(bytes)
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, bytes: usize) -> bool {
        if self.failure.is_some() {
            return false;
        }
        if self.measuring {
            return self.drop_and_count(bytes);
        }
        let needed = self.bytes.len().saturating_add(bytes);
        if needed > self.max_output {
            self.fail(Failure::Limit);
            return false;
        }
        let doubled = needed
            .max(self.bytes.capacity().saturating_mul(2))
            .max(256)
            .min(self.max_output);
        let more = doubled - self.bytes.len();
        let fits = self.bytes.try_reserve_exact(more).is_ok()
            || self.bytes.try_reserve_exact(bytes).is_ok();
        if !fits {
            self.fail(Failure::Memory);
        }
        fits
    }

    /// Makes room in a measuring buffer; whether the bytes are to be written there and have not been counted.
    fn drop_and_count(&mut self, bytes: usize) -> bool {
        self.dropped = self.dropped.saturating_add(self.bytes.len());
        self.bytes.clear();
        let fits = bytes <= self.bytes.capacity();
        if !fits {
            self.dropped = self.dropped.saturating_add(bytes);
        }
        self.check_total(0);
        fits
    }
}
