//! Map entries in another order, or fewer of them, in pivot bytes: what `last-wins` and `sort-keys` need.
//!
//! One pass finds where entries start and which maps change; a second one copies, every byte at most once, however such maps
//! are nested.

use std::ops::Range;

use molt_pivot::{Error, Limits, Reader, Token, Writer, reserve};

use crate::sort::sort;

/// As `molt_pivot::push`, but once in the code for each kind of list: nothing here is hot.
#[inline(never)]
fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), Error> {
    molt_pivot::push(list, item)
}

/// What becomes of the entries of every map.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// The last value of every key, at the place of its first.
    LastWins,
    /// The order of their keys' UTF-8 bytes; equal ones in the order that they have.
    Sorted,
}

/// The same value with the entries of all maps as `goal` says; `None` when nothing changes. Takes any bytes: what is no
/// valid value is left as it is.
///
/// # Errors
/// `SizeLimit` when there is no memory for it.
pub(crate) fn rearrange(pivot: &[u8], goal: Goal) -> Result<Option<Vec<u8>>, Error> {
    if u32::try_from(pivot.len()).is_err() {
        return Ok(None);
    }
    let edits = find_edits(pivot, goal)?;
    if edits.is_empty() {
        return Ok(None);
    }
    write(pivot, &edits).map(Some)
}

/// The entries of one map.
struct Entries<'a> {
    pivot: &'a [u8],
    /// Where keys and values start, in turn, and where the last one ends.
    starts: &'a [u32],
}

/// In a list of entries: this one goes.
const DROPPED: u32 = u32::MAX;

impl Entries<'_> {
    fn part(&self, index: usize) -> Range<usize> {
        self.starts[index] as usize..self.starts[index + 1] as usize
    }

    /// The text of a key; of one that is no text, its bytes.
    fn key(&self, entry: u32) -> &[u8] {
        let bytes = &self.pivot[self.part(2 * entry as usize)];
        match Reader::nested(bytes, 0).next() {
            Ok(Token::Str(text)) => text.as_bytes(),
            _ => bytes,
        }
    }

    /// The new keys and values, in turn; `None` when they are the old ones.
    fn rearranged(&self, goal: Goal) -> Result<Option<Vec<Range<usize>>>, Error> {
        let count = self.starts.len() / 2;
        if count < 2 {
            return Ok(None);
        }
        // Sorted, not hashed: a hash table needs a secret to be safe from chosen keys, and here is no source of one.
        let mut order = numbers(count)?;
        sort(&mut order, &mut |a, b| self.key(a).cmp(self.key(b)))?;
        let mut parts = Vec::new();
        let mut add = |key: u32, value: u32| {
            push(&mut parts, self.part(2 * key as usize))?;
            push(&mut parts, self.part(2 * value as usize + 1))
        };
        match goal {
            Goal::Sorted if order.is_sorted() => return Ok(None),
            Goal::Sorted => {
                for entry in order {
                    add(entry, entry)?;
                }
            }
            Goal::LastWins => {
                let winners = self.winners(&order)?;
                if !winners.contains(&DROPPED) {
                    return Ok(None);
                }
                for (key, value) in (0..).zip(winners) {
                    if value != DROPPED {
                        add(key, value)?;
                    }
                }
            }
        }
        Ok(Some(parts))
    }

    /// For each entry the one whose value it gets. `order` has the entries by their keys.
    fn winners(&self, order: &[u32]) -> Result<Vec<u32>, Error> {
        let mut winners = numbers(order.len())?;
        winners.fill(DROPPED);
        for run in order.chunk_by(|a, b| self.key(*a) == self.key(*b)) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                winners[*first as usize] = *last;
            }
        }
        Ok(winners)
    }
}

/// As many numbers from 0 on. Every item takes a byte at least, and the pivot has less than 4 GiB.
fn numbers(count: usize) -> Result<Vec<u32>, Error> {
    let mut numbers = Vec::new();
    reserve(&mut numbers, count)?;
    numbers.extend(0..count as u32);
    Ok(numbers)
}

/// A map that changes.
struct Edit {
    /// Where it starts and ends.
    span: Range<usize>,
    /// Its new keys and values, in turn.
    parts: Vec<Range<usize>>,
}

struct Open {
    start: usize,
    /// Values that are still to come.
    left: u64,
    map: bool,
    /// Of a map: where its keys and values are in the list of starts.
    first: usize,
}

/// All maps that change, a map after those inside it; none when the bytes are no valid value.
fn find_edits(pivot: &[u8], goal: Goal) -> Result<Vec<Edit>, Error> {
    let mut edits = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // Of the keys and values of all open maps, in turn; those of the innermost one at the end.
    let mut starts: Vec<u32> = Vec::new();
    let mut reader = Reader::nested(pivot, 0);
    loop {
        let Ok(token) = reader.next() else {
            return Ok(Vec::new());
        };
        let start = reader.offset();
        if open.last().is_some_and(|top| top.map) {
            push(&mut starts, start as u32)?;
        }
        let opened = match token {
            Token::Array(length) => Some((u64::from(length), false)),
            Token::Map(pairs) => Some((u64::from(pairs) * 2, true)),
            _ => None,
        };
        if let Some((values, map)) = opened {
            if open.len() >= Limits::DEPTH_CAP as usize {
                return Ok(Vec::new());
            }
            let (left, first) = (values + 1, starts.len());
            push(
                &mut open,
                Open {
                    start,
                    left,
                    map,
                    first,
                },
            )?;
        }
        let end = reader.position();
        while let Some(top) = open.last_mut() {
            top.left -= 1;
            if top.left > 0 {
                break;
            }
            let (start, first) = (top.start, top.first);
            if top.map {
                push(&mut starts, end as u32)?;
                let starts = &starts[first..];
                if let Some(parts) = (Entries { pivot, starts }).rearranged(goal)? {
                    let span = start..end;
                    push(&mut edits, Edit { span, parts })?;
                }
            }
            starts.truncate(first);
            open.pop();
        }
        if open.is_empty() {
            return Ok(edits);
        }
    }
}

fn write(pivot: &[u8], edits: &[Edit]) -> Result<Vec<u8>, Error> {
    let mut order = numbers(edits.len())?;
    let start = |edit: u32| edits[edit as usize].span.start;
    sort(&mut order, &mut |a, b| start(a).cmp(&start(b)))?;
    let mut writer = Writer::with_limit(u64::MAX).reserved(pivot.len());
    // What is still to be copied, the next at the end.
    let mut todo = Vec::new();
    push(&mut todo, 0..pivot.len())?;
    while let Some(range) = todo.pop() {
        let next = order.partition_point(|edit| start(*edit) < range.start);
        let edit = order.get(next).map(|edit| &edits[*edit as usize]);
        match edit.filter(|edit| edit.span.start < range.end) {
            None => writer.raw(&pivot[range]),
            Some(edit) => {
                writer.raw(&pivot[range.start..edit.span.start]);
                writer.map(edit.parts.len() / 2);
                push(&mut todo, edit.span.end..range.end)?;
                for part in edit.parts.iter().rev() {
                    push(&mut todo, part.clone())?;
                }
            }
        }
    }
    writer.finish()
}
