//! Map entries in another order, or fewer of them, in pivot bytes: what `last-wins` and `sort-keys` need.
//!
//! One pass finds where entries start and which maps change; a second one copies, every byte at most once, however such maps
//! are nested.

use std::ops::Range;

use molt_pivot::{Limits, Reader, Token, Writer};

use crate::sort::sort;

/// The same value, with the last value of every key of a map at the place of its first; `None` when nothing changes.
/// `pivot` is one canonical value.
pub(crate) fn last_wins(pivot: &[u8]) -> Option<Vec<u8>> {
    rearrange(pivot, &|entries| {
        let order = entries.sorted();
        // The entry whose value each entry gets; none for one that is dropped.
        let mut winners: Vec<Option<usize>> = vec![None; entries.count()];
        for run in order.chunk_by(|a, b| entries.key(*a) == entries.key(*b)) {
            winners[run[0]] = run.last().copied();
        }
        if winners.iter().all(Option::is_some) {
            return None;
        }
        Some(
            winners
                .iter()
                .enumerate()
                .filter_map(|(entry, winner)| Some((entry, (*winner)?)))
                .collect(),
        )
    })
}

/// The same value with the entries of every map in the order of their keys' UTF-8 bytes, equal ones in the order that they
/// have; `None` when nothing changes. Takes any bytes: what is no valid value is left as it is.
pub(crate) fn sort_keys(pivot: &[u8]) -> Option<Vec<u8>> {
    rearrange(pivot, &|entries| {
        let order = entries.sorted();
        (!order.is_sorted()).then(|| order.into_iter().map(|entry| (entry, entry)).collect())
    })
}

/// The entries of one map.
struct Entries<'a> {
    pivot: &'a [u8],
    /// Where keys and values start, in turn, and where the last one ends.
    starts: &'a [usize],
}

impl Entries<'_> {
    fn count(&self) -> usize {
        self.starts.len() / 2
    }

    /// The text of a key; of one that is no text, its bytes.
    fn key(&self, entry: usize) -> &[u8] {
        let bytes = &self.pivot[self.starts[2 * entry]..self.starts[2 * entry + 1]];
        match Reader::nested(bytes, 0).next() {
            Ok(Token::Str(text)) => text.as_bytes(),
            _ => bytes,
        }
    }

    /// All entries by their keys. Sorted, not hashed: a hash table needs a secret to be safe from chosen keys, and here is
    /// no source of one.
    fn sorted(&self) -> Vec<usize> {
        let mut order = numbers(self.count());
        sort(&mut order, &mut |a, b| {
            self.key(a as usize).cmp(self.key(b as usize))
        });
        order.into_iter().map(|entry| entry as usize).collect()
    }
}

/// As many numbers from 0 on. Every item takes a byte at least, and the pivot has less than 4 GiB.
fn numbers(count: usize) -> Vec<u32> {
    (0..count).map(|number| number as u32).collect()
}

/// For each entry to be written: the one whose key, and the one whose value it has.
type Plan = Vec<(usize, usize)>;

/// A map that changes.
struct Edit {
    /// Where it starts and ends.
    span: Range<usize>,
    /// Its new keys and values, in turn.
    parts: Vec<Range<usize>>,
}

fn rearrange(pivot: &[u8], plan: &dyn Fn(&Entries) -> Option<Plan>) -> Option<Vec<u8>> {
    if u32::try_from(pivot.len()).is_err() {
        return None;
    }
    let edits = find_edits(pivot, plan);
    if edits.is_empty() {
        return None;
    }
    let mut order = numbers(edits.len());
    let start = |edit: u32| edits[edit as usize].span.start;
    sort(&mut order, &mut |a, b| start(a).cmp(&start(b)));
    let edits: Vec<&Edit> = order.iter().map(|edit| &edits[*edit as usize]).collect();
    Some(write(pivot, &edits))
}

struct Open {
    start: usize,
    /// Values that are still to come.
    left: u64,
    /// Starts of keys and values so far, in turn; only for maps.
    starts: Option<Vec<usize>>,
}

/// All maps that change, a map after those inside it; none when the bytes are no valid value.
fn find_edits(pivot: &[u8], plan: &dyn Fn(&Entries) -> Option<Plan>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut reader = Reader::nested(pivot, 0);
    loop {
        let Ok(token) = reader.next() else {
            return Vec::new();
        };
        let start = reader.offset();
        if let Some(Open {
            starts: Some(starts),
            ..
        }) = open.last_mut()
        {
            starts.push(start);
        }
        // A length that is not true yet must not reserve memory, so the starts grow as they come.
        let opened = match token {
            Token::Array(length) => Some((u64::from(length), None)),
            Token::Map(pairs) => Some((u64::from(pairs) * 2, Some(Vec::new()))),
            _ => None,
        };
        if let Some((values, starts)) = opened {
            if open.len() >= Limits::DEPTH_CAP as usize {
                return Vec::new();
            }
            open.push(Open {
                start,
                left: values + 1,
                starts,
            });
        }
        while let Some(top) = open.last_mut() {
            top.left -= 1;
            if top.left > 0 {
                break;
            }
            if let Some(Open {
                start,
                starts: Some(starts),
                ..
            }) = open.pop()
            {
                edits.extend(edit(pivot, start..reader.position(), starts, plan));
            }
        }
        if open.is_empty() {
            return edits;
        }
    }
}

fn edit(
    pivot: &[u8],
    span: Range<usize>,
    mut starts: Vec<usize>,
    plan: &dyn Fn(&Entries) -> Option<Plan>,
) -> Option<Edit> {
    if starts.len() < 4 {
        return None;
    }
    starts.push(span.end);
    let plan = plan(&Entries {
        pivot,
        starts: &starts,
    })?;
    let parts = plan.iter().flat_map(|(key, value)| {
        [
            starts[2 * key]..starts[2 * key + 1],
            starts[2 * value + 1]..starts[2 * value + 2],
        ]
    });
    Some(Edit {
        span,
        parts: parts.collect(),
    })
}

fn write(pivot: &[u8], edits: &[&Edit]) -> Vec<u8> {
    let mut writer = Writer::with_limit(u64::MAX).reserved(pivot.len());
    // What is still to be copied, the next at the end.
    #[expect(
        clippy::single_range_in_vec_init,
        reason = "a list of ranges, of which one is known"
    )]
    let mut todo = vec![0..pivot.len()];
    while let Some(range) = todo.pop() {
        let next = edits.partition_point(|edit| edit.span.start < range.start);
        match edits.get(next).filter(|edit| edit.span.start < range.end) {
            None => writer.raw(&pivot[range]),
            Some(edit) => {
                writer.raw(&pivot[range.start..edit.span.start]);
                writer.map(edit.parts.len() / 2);
                todo.push(edit.span.end..range.end);
                todo.extend(edit.parts.iter().rev().cloned());
            }
        }
    }
    // Without a limit and without open containers nothing is left that could fail but memory, and then `pivot` itself,
    // which is larger, would not be here.
    writer.finish().unwrap_or_default()
}
