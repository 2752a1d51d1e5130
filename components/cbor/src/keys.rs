//! Keys that stand twice in a map.
//!
//! Two keys are the same when their deterministic encodings are. Keys whose bytes in the input are that encoding already
//! (integers, text and bytes with the shortest head: nearly all) are compared where they are; others are brought to it in
//! a scratch buffer first. Small maps compare fingerprints pairwise; large ones are sorted, so time is never quadratic.

use crate::head::TEXT;
use crate::sort::order_of;
use molt_pivot::{Error, ErrorKind, push, reserve};

/// Up to so many keys are compared pairwise.
const PAIRWISE: usize = 48;

/// One key of an open map.
#[derive(Clone, Copy)]
struct Key {
    /// Equal for equal keys.
    fingerprint: u32,
    /// Where its deterministic encoding is: in the input or, that many bytes further, in the scratch buffer.
    start: usize,
    end: usize,
    /// Where the key starts in the input.
    offset: usize,
}

/// The keys of all maps that are open.
#[derive(Default)]
pub(crate) struct Keys {
    open: Vec<Key>,
    scratch: Vec<u8>,
}

/// What was there before a map was opened.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mark {
    keys: usize,
    scratch: usize,
}

impl Keys {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            keys: self.open.len(),
            scratch: self.scratch.len(),
        }
    }

    /// A key whose bytes in the input are its deterministic encoding.
    #[inline]
    pub(crate) fn add(&mut self, input: &[u8], start: usize, end: usize) -> Result<(), Error> {
        let fingerprint = fingerprint(&input[start..end]);
        let key = Key {
            fingerprint,
            start,
            end,
            offset: start,
        };
        push(&mut self.open, key)
    }

    /// A key that starts at `offset` and has this deterministic encoding.
    pub(crate) fn add_encoded(
        &mut self,
        input: &[u8],
        offset: usize,
        encoding: &[u8],
    ) -> Result<(), Error> {
        let start = input.len() + self.scratch.len();
        reserve(&mut self.scratch, encoding.len())?;
        self.scratch.extend_from_slice(encoding);
        let key = Key {
            fingerprint: fingerprint(encoding),
            start,
            end: start + encoding.len(),
            offset,
        };
        push(&mut self.open, key)
    }

    /// Ends the map that was opened at `mark`.
    ///
    /// # Errors
    /// `Invalid` at a key that stands twice.
    #[inline]
    pub(crate) fn end_map(&mut self, input: &[u8], mark: Mark) -> Result<(), Error> {
        if self.open.len() - mark.keys > 1 {
            self.check(input, mark)?;
        }
        self.open.truncate(mark.keys);
        self.scratch.truncate(mark.scratch);
        Ok(())
    }

    fn check(&self, input: &[u8], mark: Mark) -> Result<(), Error> {
        let scratch = &self.scratch;
        let keys = &self.open[mark.keys..];
        let bytes = |key: &Key| match key.start.checked_sub(input.len()) {
            None => &input[key.start..key.end],
            Some(start) => &scratch[start..key.end - input.len()],
        };
        if keys.len() <= PAIRWISE {
            for (index, key) in keys.iter().enumerate() {
                let mut alike = keys[..index]
                    .iter()
                    .filter(|other| other.fingerprint == key.fingerprint);
                if alike.any(|other| bytes(other) == bytes(key)) {
                    return Err(duplicate(key.offset));
                }
            }
            return Ok(());
        }
        if keys.is_sorted_by(|one, next| bytes(one) < bytes(next)) {
            return Ok(());
        }
        let mut order = Vec::new();
        reserve(&mut order, keys.len())?;
        order_of(keys.len(), &|index| bytes(&keys[index]), &mut order)
            .map_err(|index| duplicate(keys[index].offset))
    }
}

/// Whether the item at the start of `bytes` is an integer, bytes or text in deterministic encoding.
#[inline]
pub(crate) fn is_deterministic(bytes: &[u8]) -> bool {
    let (major, info) = (bytes[0] >> 5, bytes[0] & 0x1f);
    if major > TEXT {
        return false;
    }
    match (info, bytes) {
        (0..=23, _) => true,
        (24, [_, a, ..]) => *a > 23,
        (25, [_, a, ..]) => *a > 0,
        (26, [_, a, b, ..]) => (*a | *b) > 0,
        (27, [_, a, b, c, d, ..]) => (*a | *b | *c | *d) > 0,
        _ => false,
    }
}

/// Mixes length, start and end of a key. Collisions cost time, within the bound for [`PAIRWISE`] keys, and nothing else.
#[inline]
fn fingerprint(bytes: &[u8]) -> u32 {
    let word = |chunk: &[u8; 4]| u32::from_le_bytes(*chunk);
    let mixed = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => word(first).rotate_left(13) ^ word(last),
        _ => bytes
            .iter()
            .fold(0, |mixed, byte| mixed << 8 | u32::from(*byte)),
    };
    mixed ^ (bytes.len() as u32).wrapping_mul(0x9e37_79b1)
}

#[cold]
pub(crate) fn duplicate(offset: usize) -> Error {
    Error::new(
        ErrorKind::Invalid,
        offset,
        "a key that stands twice in its map",
    )
}

/// Map keys that hold maps that have keys that hold maps: so deep at most. Each level costs another look at its bytes.
pub(crate) const MAX_KEY_NESTING: u8 = 8;

/// Refuses a container inside too many map keys.
#[cold]
pub(crate) fn too_many_key_levels(offset: usize) -> Error {
    let text = "containers inside map keys are supported up to {} levels of keys";
    Error::new(ErrorKind::Unsupported, offset, text).value(MAX_KEY_NESTING.into())
}
