//! Writing canonical MessagePack when lengths are known late.

use crate::bigint;
use crate::error::{Error, ErrorKind};
use crate::ext::{self, Timestamp};
use crate::limits::Limits;

const NAN: [u8; 5] = [0xca, 0x7f, 0xc0, 0, 0];

/// Where an open container starts in a [`Writer`]: what `begin_*` gives and `end_*` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[must_use = "an open container has to be ended"]
pub struct Mark(usize);

/// A container whose header is longer than the placeholder that stands for it: one byte for an array or a map, two (the
/// second is the type) for an extension.
#[derive(Clone, Copy)]
struct Pending {
    position: usize,
    /// Items of an array, pairs of a map, bytes of an extension's payload.
    length: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Failure {
    Limit,
    Memory,
    Length,
}

/// Writes canonical MessagePack.
///
/// The calls do not fail. Output beyond the limit is dropped, so memory stays below it, and [`Writer::finish`] tells; so a
/// codec's inner loop has nothing to check. That what is written is one complete value is up to the caller.
///
/// A container may be opened before its length is known. Its header is then one byte (two for an extension) until `finish`,
/// which widens all headers that need it in one pass over the output, from its end to its start and in place.
pub struct Writer {
    out: Vec<u8>,
    /// Containers with long headers, each after those inside it (the order of `end_*`).
    pending: Vec<Pending>,
    max_output: usize,
    failure: Option<Failure>,
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
        let max_output = usize::try_from(max_output).unwrap_or(usize::MAX);
        Writer {
            out: Vec::new(),
            pending: Vec::new(),
            max_output,
            failure: None,
        }
    }

    /// The same writer with room for `bytes` (at most its limit). When there is no memory for them it does without.
    #[must_use]
    pub fn reserved(mut self, bytes: usize) -> Self {
        // Growing step by step is slower, not wrong: the failure is told when a byte really has no room.
        let _ = self.out.try_reserve_exact(bytes.min(self.max_output));
        self
    }

    /// Bytes written so far, with one-byte headers where the length of a container came late.
    pub fn written(&self) -> usize {
        self.out.len()
    }

    /// Whether the output is beyond its limit already, so that going on is in vain.
    pub fn failed(&self) -> bool {
        self.failure.is_some()
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
        match value.len() {
            length @ 0..=31 => self.put([0xa0 | length as u8]),
            length => self.long_head(0xd9, length),
        }
        self.raw(value.as_bytes());
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
        let length = self.out.len().saturating_sub(mark.0 + 2);
        self.pending.push(Pending {
            position: mark.0,
            length,
        });
    }

    /// Copies bytes that are canonical MessagePack already.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        if self.room(bytes.len()) {
            self.out.extend_from_slice(bytes);
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// `SizeLimit` at offset 0: the output would be larger than its limit, than the memory, or a container has more than
    /// 2^32-1 items.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        if self.failure.is_none() && !self.pending.is_empty() {
            self.widen();
        }
        match self.failure {
            None => Ok(self.out),
            Some(failure) => Err(self.error(failure)),
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
    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if self.room(N) {
            self.out.extend_from_slice(&bytes);
        }
    }

    #[inline]
    fn put_with<const N: usize>(&mut self, head: u8, bytes: [u8; N]) {
        if self.room(N + 1) {
            self.out.push(head);
            self.out.extend_from_slice(&bytes);
        }
    }

    #[inline]
    fn begin<const N: usize>(&mut self, placeholder: [u8; N]) -> Mark {
        let mark = Mark(self.out.len());
        self.put(placeholder);
        mark
    }

    #[inline]
    fn end(&mut self, mark: Mark, length: usize) {
        if length > 15 {
            self.pending.push(Pending {
                position: mark.0,
                length,
            });
        } else if let Some(head) = self.out.get_mut(mark.0) {
            *head |= length as u8;
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
            Err(_) => self.failure = Some(Failure::Length),
        }
    }

    #[inline]
    fn room(&mut self, bytes: usize) -> bool {
        bytes <= self.out.capacity() - self.out.len() || self.grow(bytes)
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, bytes: usize) -> bool {
        if self.failure.is_some() {
            return false;
        }
        let needed = self.out.len().saturating_add(bytes);
        if needed > self.max_output {
            self.failure = Some(Failure::Limit);
            return false;
        }
        let doubled = needed
            .max(self.out.capacity().saturating_mul(2))
            .max(256)
            .min(self.max_output.max(needed));
        let fits = self.out.try_reserve_exact(doubled - self.out.len()).is_ok()
            || self.out.try_reserve_exact(bytes).is_ok();
        if !fits {
            self.failure = Some(Failure::Memory);
        }
        fits
    }

    /// Gives every pending container its real header.
    fn widen(&mut self) {
        let Some(extra) = self.resolve_lengths() else {
            self.failure = Some(Failure::Length);
            return;
        };
        let (old, new) = (self.out.len(), self.out.len().saturating_add(extra));
        if new > self.max_output {
            self.failure = Some(Failure::Limit);
            return;
        }
        if self.out.try_reserve_exact(extra).is_err() {
            self.failure = Some(Failure::Memory);
            return;
        }
        self.out.resize(new, 0);
        let (mut read, mut write) = (old, new);
        // Parents come after what is inside them, so this walks from the end of the output to its start, but for
        // parents: one waits until everything inside it is done.
        let mut waiting: Vec<Pending> = Vec::new();
        let pending = std::mem::take(&mut self.pending);
        for &next in pending.iter().rev() {
            while let Some(done) = waiting.pop_if(|top| top.position > next.position) {
                self.widen_one(done, &mut read, &mut write);
            }
            waiting.push(next);
        }
        while let Some(done) = waiting.pop() {
            self.widen_one(done, &mut read, &mut write);
        }
    }

    /// Moves what follows the placeholder of `one` to its place and writes the header before it.
    fn widen_one(&mut self, one: Pending, read: &mut usize, write: &mut usize) {
        let (header, size, placeholder) = header(
            self.out[one.position],
            self.out[one.position + 1],
            one.length,
        );
        let body = one.position + placeholder;
        let target = *write - (*read - body);
        self.out.copy_within(body..*read, target);
        *write = target - size;
        self.out[*write..target].copy_from_slice(&header[..size]);
        *read = one.position;
    }

    /// Sets the final payload length of extensions, which grow with the headers inside them, and totals the bytes that
    /// all headers together need beyond their placeholders; `None` when a length does not fit 32 bits.
    fn resolve_lengths(&mut self) -> Option<usize> {
        // (position, bytes needed by it and by everything inside it) of complete subtrees, in order of position.
        let mut done: Vec<(usize, usize)> = Vec::new();
        for one in &mut self.pending {
            let mut inside = 0;
            while let Some((_, extra)) = done.pop_if(|(position, _)| *position > one.position) {
                inside += extra;
            }
            let (head, code) = (self.out[one.position], self.out[one.position + 1]);
            if head == 0xc7 {
                one.length += inside;
            }
            u32::try_from(one.length).ok()?;
            let (_, size, placeholder) = header(head, code, one.length);
            done.push((one.position, inside + size - placeholder));
        }
        Some(done.iter().map(|(_, extra)| extra).sum())
    }
}

/// The header that the placeholder `head` (and `code`, for an extension) stands for: bytes, how many of them count, and
/// how many bytes the placeholder has.
fn header(head: u8, code: u8, length: usize) -> ([u8; 6], usize, usize) {
    let [a, b, c, d] = (length as u32).to_be_bytes();
    match (head, length) {
        (0xc7, 1 | 2 | 4 | 8 | 16) => (
            [0xd4 + length.trailing_zeros() as u8, code, 0, 0, 0, 0],
            2,
            2,
        ),
        (0xc7, 0..=0xff) => ([0xc7, d, code, 0, 0, 0], 3, 2),
        (0xc7, 0..=0xffff) => ([0xc8, c, d, code, 0, 0], 4, 2),
        (0xc7, _) => ([0xc9, a, b, c, d, code], 6, 2),
        (0x90, 0..=0xffff) => ([0xdc, c, d, 0, 0, 0], 3, 1),
        (0x90, _) => ([0xdd, a, b, c, d, 0], 5, 1),
        (_, 0..=0xffff) => ([0xde, c, d, 0, 0, 0], 3, 1),
        (_, _) => ([0xdf, a, b, c, d, 0], 5, 1),
    }
}
