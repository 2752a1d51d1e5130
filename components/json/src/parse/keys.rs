//! Finding keys that stand twice in one object, in time that no choice of keys makes quadratic.
//!
//! Every key of the open objects is kept as a hash and a place, in document order; an object's own are the last ones when it
//! ends. Different hashes prove different keys, so texts are compared only where hashes are equal, and then by sorting.

use std::cmp::Ordering;

use molt_pivot::{push, reserve};

use super::fail::{Fail, Reason, Step};
use super::string::{self, Text};
use crate::sort::sort;

/// Objects with up to this many keys are compared key with key, once for each order of keys that a document has.
const SMALL: usize = 64;
/// How many orders of keys are remembered.
const SHAPES: usize = 32;

#[derive(Default)]
pub(crate) struct Keys {
    hashes: Vec<u32>,
    /// Where each key's opening quote is.
    places: Vec<u32>,
    /// Hashes of objects that were found distinct, `SMALL` a slot, in the order of the keys.
    shapes: Vec<u32>,
    /// How many hashes each slot has; 0 for none.
    lengths: Vec<u8>,
    /// A set of hashes, for large objects.
    seen: Vec<u64>,
    /// Whether an object had a key twice.
    pub(crate) duplicates: bool,
    /// The first second key of the objects that ended.
    first: Option<usize>,
}

impl Keys {
    /// Adds a key, decoded, to the object that was opened last. Its quote is at `place`.
    #[inline(always)]
    pub(crate) fn push(&mut self, key: &[u8], place: usize) -> Step<()> {
        if self.hashes.len() == self.hashes.capacity() {
            self.grow(place)?;
        }
        self.hashes.push(hash(key));
        // The parser refuses inputs of 4 GiB, so that nothing is lost.
        self.places.push(place as u32);
        Ok(())
    }

    /// The same, for keys that are rare: once in the code instead of at every use.
    #[inline(never)]
    pub(crate) fn push_decoded(&mut self, key: &[u8], place: usize) -> Step<()> {
        self.push(key, place)
    }

    /// Room for more hashes and as many places.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, place: usize) -> Step<()> {
        room(&mut self.hashes, 1, place)?;
        let places = self.hashes.capacity() - self.places.len();
        room(&mut self.places, places, place)
    }

    /// Ends the object that was opened last, which has `count` keys. Whether they are distinct.
    #[inline(always)]
    pub(crate) fn close(&mut self, count: usize, input: &[u8]) -> Step<bool> {
        let start = self.hashes.len() - count;
        let distinct = match self.hashes[start..] {
            [] | [_] => true,
            [a, b] => a != b,
            [a, b, c] => a != b && a != c && b != c,
            ref hashes if hashes.len() <= SMALL => self.small_distinct(start),
            _ => false,
        } || self.distinct(start, input)?;
        self.hashes.truncate(start);
        self.places.truncate(start);
        Ok(distinct)
    }

    /// Most objects have the keys of an earlier one, in its order: then equal rows of hashes are the proof.
    fn small_distinct(&mut self, start: usize) -> bool {
        let hashes = &self.hashes[start..];
        let count = hashes.len();
        if self.shapes.is_empty() {
            // Without memory for shapes the keys are compared the other way, which tells.
            if reserve(&mut self.shapes, SHAPES * SMALL).is_err()
                || reserve(&mut self.lengths, SHAPES).is_err()
            {
                return false;
            }
            self.shapes.resize(SHAPES * SMALL, 0);
            self.lengths.resize(SHAPES, 0);
        }
        let slot = (hashes[0] ^ hashes[count - 1].rotate_left(7) ^ count as u32) as usize % SHAPES;
        let shape = &mut self.shapes[slot * SMALL..][..count];
        if usize::from(self.lengths[slot]) == count && same(shape, hashes) {
            return true;
        }
        let distinct = (1..count).all(|at| !contains(&hashes[at..], hashes[at - 1]));
        if distinct {
            shape.copy_from_slice(hashes);
            self.lengths[slot] = count as u8;
        }
        distinct
    }

    /// The exact answer, by the texts of the keys where hashes do not tell.
    #[inline(never)]
    fn distinct(&mut self, start: usize, input: &[u8]) -> Step<bool> {
        let Some(place) = self.first_second(start, self.hashes.len(), input)? else {
            return Ok(true);
        };
        self.duplicates = true;
        self.first = Some(self.first.map_or(place, |first| first.min(place)));
        Ok(false)
    }

    /// The place of the first of the keys `start..end` that an earlier one of them equals.
    fn first_second(&mut self, start: usize, end: usize, input: &[u8]) -> Step<Option<usize>> {
        let mut keys = self.suspects(start, end)?;
        let mut scratch = (Vec::new(), Vec::new());
        let mut lost = None;
        let mut compare = |a: u32, b: u32| {
            let (a, b) = (a as usize, b as usize);
            let hashes = self.hashes[a].cmp(&self.hashes[b]);
            hashes.then_with(|| {
                compare_keys(input, self.places[a], self.places[b], &mut scratch).unwrap_or_else(
                    |fail| {
                        lost = Some(fail);
                        Ordering::Equal
                    },
                )
            })
        };
        sort(&mut keys, &mut compare).map_err(|_| Fail::new(Reason::Memory, input.len()))?;
        let seconds = keys
            .windows(2)
            .filter(|pair| compare(pair[0], pair[1]).is_eq());
        let first = seconds
            .map(|pair| self.places[pair[1] as usize] as usize)
            .min();
        lost.map_or(Ok(first), Err)
    }

    /// Those of the keys `start..end` that may have an equal among them, because their hash shares its bit in a set of
    /// sixteen times as many bits with another one. That is about one key in sixteen when all are distinct.
    fn suspects(&mut self, start: usize, end: usize) -> Step<Vec<u32>> {
        let hashes = &self.hashes[start..end];
        let bits = (hashes.len() * 16).next_power_of_two().max(64);
        let words = bits / 64;
        self.seen.clear();
        // Out of memory, the whole of the object is what is wrong: its first key is the place.
        let place = self.places.get(start).map_or(0, |place| *place as usize);
        room(&mut self.seen, words * 2, place)?;
        self.seen.resize(words * 2, 0);
        let (once, twice) = self.seen.split_at_mut(words);
        let bit = |hash: u32| (hash as usize % bits / 64, 1u64 << (hash % 64));
        for &hash in hashes {
            let (word, mask) = bit(hash);
            twice[word] |= once[word] & mask;
            once[word] |= mask;
        }
        let shared = |hash: u32| {
            let (word, mask) = bit(hash);
            twice[word] & mask != 0
        };
        let mut suspects = Vec::new();
        for (key, hash) in (start..).zip(hashes) {
            if shared(*hash) {
                push(&mut suspects, key as u32).map_err(|_| Fail::new(Reason::Memory, place))?;
            }
        }
        Ok(suspects)
    }

    /// The place of the first second key of all objects, those still open included, whose key counts are `open`, the
    /// outermost first. For when parsing is over.
    pub(crate) fn first_duplicate(
        &mut self,
        input: &[u8],
        open: impl Iterator<Item = usize>,
    ) -> Step<Option<usize>> {
        let mut first = self.first;
        let mut start = 0;
        for count in open {
            // The last key of the innermost object may be the one that was wrong.
            let end = (start + count).min(self.hashes.len());
            let place = self.first_second(start, end, input)?;
            first = first.into_iter().chain(place).min();
            start = end;
        }
        Ok(first)
    }
}

/// Room for `more` items; there is none at `place`.
fn room<T>(list: &mut Vec<T>, more: usize, place: usize) -> Step<()> {
    reserve(list, more).map_err(|_| Fail::new(Reason::Memory, place))
}

/// Compares two keys of the input as texts, by their quotes' places.
fn compare_keys(input: &[u8], a: u32, b: u32, scratch: &mut (Vec<u8>, Vec<u8>)) -> Step<Ordering> {
    let left = text(input, a as usize + 1, &mut scratch.0)?;
    let right = text(input, b as usize + 1, &mut scratch.1)?;
    Ok(left.cmp(right))
}

/// A key that was read before, decoded.
#[inline(never)]
fn text<'a>(input: &'a [u8], at: usize, scratch: &'a mut Vec<u8>) -> Step<&'a [u8]> {
    Ok(match string::read(input, at, scratch)? {
        Text::Plain { end } => &input[at..end],
        Text::Decoded { .. } => scratch,
    })
}

#[inline(always)]
fn same(a: &[u32], b: &[u32]) -> bool {
    a.iter()
        .zip(b)
        .fold(0, |difference, (a, b)| difference | (a ^ b))
        == 0
}

#[inline(always)]
fn contains(hashes: &[u32], wanted: u32) -> bool {
    hashes
        .iter()
        .fold(false, |found, hash| found | (*hash == wanted))
}

/// A hash for telling keys apart quickly. It need not stand up to an enemy: equal hashes cost a sort, not a wrong answer.
#[inline(always)]
fn hash(key: &[u8]) -> u32 {
    const A: u64 = 0x9E37_79B9_7F4A_7C15;
    const B: u64 = 0xD6E8_FEB8_6659_FD93;
    let (first, last) = ends(key);
    let mut state = (first ^ key.len() as u64).wrapping_mul(A);
    if key.len() > 16 {
        for chunk in key[8..].chunks_exact(8) {
            state = (state.rotate_left(29) ^ word(chunk)).wrapping_mul(A);
        }
    }
    state = (state ^ state >> 32 ^ last).wrapping_mul(B);
    (state >> 32) as u32
}

/// Two words that have all bytes of a key of up to sixteen.
#[inline(always)]
fn ends(key: &[u8]) -> (u64, u64) {
    let count = key.len();
    if count >= 8 {
        (word(&key[..8]), word(&key[count - 8..]))
    } else if count >= 4 {
        (half(&key[..4]), half(&key[count - 4..]))
    } else if count > 0 {
        (
            u64::from(key[0]) | u64::from(key[count / 2]) << 8,
            u64::from(key[count - 1]),
        )
    } else {
        (0, 0)
    }
}

#[inline(always)]
fn word(bytes: &[u8]) -> u64 {
    bytes
        .first_chunk()
        .map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

#[inline(always)]
fn half(bytes: &[u8]) -> u64 {
    bytes
        .first_chunk()
        .map_or(0, |chunk| u32::from_le_bytes(*chunk))
        .into()
}
