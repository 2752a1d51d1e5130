//! Writing canonical MessagePack when lengths are known late.

use crate::bigint;
use crate::buffer::{Buffer, Failure};
use crate::error::Error;
use crate::ext::{self, Timestamp};
use crate::limits::Limits;
use crate::memory::push;
use crate::widen::{Pending, widen};

const NAN: [u8; 5] = [0xca, 0x7f, 0xc0, 0, 0];

/// Where an open container starts in a [`Writer`]: what `begin_*` gives and `end_*` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[must_use = "an open container has to be ended"]
pub struct Mark {
    position: usize,
    /// What a measuring writer had counted for long headers when the container was opened.
    extra: usize,
}

/// Writes canonical MessagePack.
///
/// The calls do not fail. Output beyond the limit is dropped, so memory stays below it, and [`Writer::finish`] tells; so a
/// codec's inner loop has nothing to check. That what is written is one complete value is up to the caller.
///
/// A container may be opened before its length is known. Its header is then one byte (two for an extension) until `finish`,
/// which widens all headers that need it in one pass over the output, from its end to its start and in place.
pub struct Writer {
    out: Buffer,
    /// Containers with long headers, each after those inside it (the order of `end_*`).
    pending: Vec<Pending>,
    /// When measuring: bytes of long headers beyond their placeholders.
    extra: usize,
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// A writer under the default output limit.
    pub fn new() -> Self {
        Self::with_limit(Limits::DEFAULT.max_output)
    }

    /// A writer under the default output limit with room for `bytes`.
    pub fn with_capacity(bytes: usize) -> Self {
        Self::with_limit(Limits::DEFAULT.max_output).reserved(bytes)
    }

    /// A writer whose output may have `max_output` bytes.
    pub fn with_limit(max_output: u64) -> Self {
        Self::into_buffer(Buffer::new(max_output))
    }

    /// A writer that keeps nothing: [`Writer::finish`] gives no bytes, and an error exactly when that of a writer with the
    /// same limit would. It uses a few kilobytes, whatever is written.
    pub fn measuring(max_output: u64) -> Self {
        Self::into_buffer(Buffer::measuring(max_output))
    }

    fn into_buffer(out: Buffer) -> Self {
        Writer {
            out,
            pending: Vec::new(),
            extra: 0,
        }
    }

    /// The same writer with room for `bytes` (at most its limit). When there is no memory for them it does without.
    #[must_use]
    pub fn reserved(mut self, bytes: usize) -> Self {
        self.out.reserve(bytes);
        self
    }

    /// Bytes written so far, with one-byte headers where the length of a container came late.
    #[inline]
    pub fn written(&self) -> usize {
        self.out.written()
    }

    /// Whether the output is beyond its limit already, so that going on is in vain.
    pub fn failed(&self) -> bool {
        self.out.failed()
    }

    /// Writes the null value.
    #[inline]
    pub fn nil(&mut self) {
        self.put([0xc0]);
    }

    /// Writes a truth value.
    #[inline]
    pub fn bool(&mut self, value: bool) {
        self.put([0xc2 | u8::from(value)]);
    }

    /// Writes an integer from 0 up.
    #[inline]
    pub fn uint(&mut self, value: u64) {
        let [.., e, f, g, h] = value.to_be_bytes();
        match value {
            0..=0x7f => self.put([h]),
            0x80..=0xff => self.put([0xcc, h]),
            0x100..=0xffff => self.put([0xcd, g, h]),
            0x1_0000..=0xffff_ffff => self.put([0xce, e, f, g, h]),
            _ => self.put_with(0xcf, value.to_be_bytes()),
        }
    }

    /// Writes an integer.
    #[inline]
    pub fn int(&mut self, value: i64) {
        let [.., e, f, g, h] = value.to_be_bytes();
        match value {
            0.. => self.uint(value as u64),
            -0x20..=-1 => self.put([h]),
            -0x80..=-0x21 => self.put([0xd0, h]),
            -0x8000..=-0x81 => self.put([0xd1, g, h]),
            -0x8000_0000..=-0x8001 => self.put([0xd2, e, f, g, h]),
            _ => self.put_with(0xd3, value.to_be_bytes()),
        }
    }

    /// Writes an integer of any size, given by its sign and the big-endian bytes of its magnitude: an int where it fits
    /// one, the extension `bigint` otherwise. Zero has no sign.
    pub fn bigint(&mut self, negative: bool, magnitude: &[u8]) {
        match bigint::to_small(negative, magnitude) {
            Some(bigint::Small::Uint(value)) => self.uint(value),
            Some(bigint::Small::Int(value)) => self.int(value),
            None => self.ext(
                ext::BIGINT,
                &bigint::to_twos_complement(negative, magnitude),
            ),
        }
    }

    /// Writes a float: as float 32 exactly when that keeps the value, NaN always as the one NaN.
    #[inline]
    pub fn float(&mut self, value: f64) {
        let narrow = value as f32;
        if f64::from(narrow) == value {
            self.put_with(0xca, narrow.to_be_bytes());
        } else if value.is_nan() {
            self.put(NAN);
        } else {
            self.put_with(0xcb, value.to_be_bytes());
        }
    }

    /// Writes text.
    #[inline]
    pub fn str(&mut self, value: &str) {
        self.str_bytes(value.as_bytes());
    }

    /// Writes the text `source[at..end]`, whose UTF-8 the caller has checked. As [`Writer::str`], but short texts inside
    /// a long source are copied faster.
    #[inline(always)]
    pub fn str_part(&mut self, source: &[u8], at: usize, end: usize) {
        let length = end - at;
        match source.get(at..).and_then(|rest| rest.first_chunk()) {
            Some(chunk) if length <= 31 => self.out.put_part(0xa0 | length as u8, chunk, length),
            _ => self.str_bytes(&source[at..end]),
        }
    }

    #[inline]
    fn str_bytes(&mut self, value: &[u8]) {
        match value.len() {
            length @ 0..=31 => self.put([0xa0 | length as u8]),
            length => self.long_head(0xd9, length),
        }
        self.raw(value);
    }

    /// Writes bytes.
    pub fn bin(&mut self, value: &[u8]) {
        self.long_head(0xc4, value.len());
        self.raw(value);
    }

    /// Writes an extension.
    pub fn ext(&mut self, code: i8, payload: &[u8]) {
        match payload.len() {
            length @ (1 | 2 | 4 | 8 | 16) => self.put([0xd4 + length.trailing_zeros() as u8]),
            length => self.long_head(0xc7, length),
        }
        self.put([code as u8]);
        self.raw(payload);
    }

    /// Writes a point in time, in the shortest of the three forms.
    pub fn timestamp(&mut self, time: Timestamp) {
        let (payload, length) = time.to_payload();
        self.ext(ext::TIMESTAMP, &payload[..length]);
    }

    /// Writes the head of an array of `length` values, which follow.
    #[inline]
    pub fn array(&mut self, length: usize) {
        match length {
            0..=15 => self.put([0x90 | length as u8]),
            _ => self.container_head(0xdc, length),
        }
    }

    /// Writes the head of a map of `pairs` keys and values, which follow in turn.
    #[inline]
    pub fn map(&mut self, pairs: usize) {
        match pairs {
            0..=15 => self.put([0x80 | pairs as u8]),
            _ => self.container_head(0xde, pairs),
        }
    }

    /// Opens an array whose length is not known yet.
    #[inline]
    pub fn begin_array(&mut self) -> Mark {
        self.begin([0x90])
    }

    /// Ends the array that was opened at `mark`; `length` values were written since.
    #[inline]
    pub fn end_array(&mut self, mark: Mark, length: usize) {
        self.end(mark, length);
    }

    /// Opens a map whose length is not known yet.
    #[inline]
    pub fn begin_map(&mut self) -> Mark {
        self.begin([0x80])
    }

    /// Ends the map that was opened at `mark`; `pairs` keys and values were written since, in turn.
    #[inline]
    pub fn end_map(&mut self, mark: Mark, pairs: usize) {
        self.end(mark, pairs);
    }

    /// Opens an extension whose payload is itself MessagePack: what is written until [`Writer::end_ext`].
    #[inline]
    pub fn begin_ext(&mut self, code: i8) -> Mark {
        self.begin([0xc7, code as u8])
    }

    /// Ends the extension that was opened at `mark`.
    pub fn end_ext(&mut self, mark: Mark) {
        // After a failure there may be nothing behind the mark; the output is lost then anyway.
        let length = self.written().saturating_sub(mark.position + 2);
        if self.out.is_measuring() {
            self.extra += match length + self.extra - mark.extra {
                1 | 2 | 4 | 8 | 16 => 0,
                0..=0xff => 1,
                0x100..=0xffff => 2,
                _ => 4,
            };
        } else {
            self.postpone(mark, length);
        }
    }

    /// Copies bytes that are canonical MessagePack already.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        self.out.raw(bytes);
    }

    /// The bytes.
    ///
    /// # Errors
    /// `SizeLimit` at offset 0: the output would be larger than its limit, than the memory, or a container has more than
    /// 2^32-1 items.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.out.check_total(self.extra);
        if !self.pending.is_empty() && !self.out.failed() {
            let (bytes, max_output) = self.out.parts();
            if let Err(failure) = widen(bytes, &mut self.pending, max_output) {
                self.out.fail(failure);
            }
        }
        self.out.finish()
    }

    #[inline]
    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        self.out.put(bytes);
    }

    #[inline]
    fn put_with<const N: usize>(&mut self, head: u8, bytes: [u8; N]) {
        self.out.put_with(head, bytes);
    }

    #[inline]
    fn begin<const N: usize>(&mut self, placeholder: [u8; N]) -> Mark {
        let mark = Mark {
            position: self.written(),
            extra: self.extra,
        };
        self.put(placeholder);
        mark
    }

    #[inline]
    fn end(&mut self, mark: Mark, length: usize) {
        if length > 15 {
            self.end_long(mark, length);
        } else if let Some(head) = self.placeholder(mark) {
            *head |= length as u8;
        }
    }

    /// The first byte of an open container; none after output was lost.
    #[inline]
    fn placeholder(&mut self, mark: Mark) -> Option<&mut u8> {
        let index = mark.position.wrapping_sub(self.out.dropped());
        self.out.bytes_mut().get_mut(index)
    }

    /// Leaves a header to `finish`.
    fn postpone(&mut self, mark: Mark, length: usize) {
        let pending = Pending {
            position: mark.position,
            length,
        };
        if push(&mut self.pending, pending).is_err() {
            self.out.fail(Failure::Memory);
        }
    }

    fn end_long(&mut self, mark: Mark, length: usize) {
        if u32::try_from(length).is_err() {
            self.out.fail(Failure::Length);
        } else if self.out.is_measuring() {
            self.extra += if length <= 0xffff { 2 } else { 4 };
        } else {
            self.postpone(mark, length);
        }
    }

    /// The head of text, bytes or an extension: `first` is its one-byte-length form, the longer ones follow it.
    fn long_head(&mut self, first: u8, length: usize) {
        match length {
            0..=0xff => self.put([first, length as u8]),
            0x100..=0xffff => self.put_with(first + 1, (length as u16).to_be_bytes()),
            _ => self.wide_head(first + 2, length),
        }
    }

    fn container_head(&mut self, first: u8, length: usize) {
        match length {
            0..=0xffff => self.put_with(first, (length as u16).to_be_bytes()),
            _ => self.wide_head(first + 1, length),
        }
    }

    fn wide_head(&mut self, head: u8, length: usize) {
        match u32::try_from(length) {
            Ok(length) => self.put_with(head, length.to_be_bytes()),
            Err(_) => self.out.fail(Failure::Length),
        }
    }
}
