//! Map entries in the order of their keys' encodings.
//!
//! Entries are written in the order that they have, and each map notes where its entries are. A map whose keys come in
//! order (most do) needs nothing more. A small one is put in order where it stands. For any other the new order is
//! noted, and one pass over the finished output makes it: a map in a map in a map is still moved only once.

use molt_pivot::{Buffer, Error, push, reserve};
use std::cmp::Ordering;

/// Up to so many bytes are moved at once when a map ends. Larger maps wait for the pass at the end, or a byte inside many
/// maps would be moved for each of them.
const AT_ONCE: usize = 512;

/// Where an entry is in the output: its key, then its value.
#[derive(Clone, Copy)]
struct Entry {
    start: usize,
    key_end: usize,
}

/// A part of the output.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

/// A part of the output whose pieces get another order.
#[derive(Clone, Copy)]
struct Order {
    span: Span,
    /// The pieces, in `Maps::pieces`.
    pieces: (usize, usize),
}

/// A map that is being written.
pub(crate) struct OpenMap {
    /// Its entries, in `Maps::entries`, start here.
    entries: usize,
    /// Whether its keys have been in order so far.
    sorted: bool,
}

/// All maps of a document.
#[derive(Default)]
pub(crate) struct Maps {
    /// The entries of open maps.
    entries: Vec<Entry>,
    /// What the pass at the end has to put in order; inner before outer.
    orders: Vec<Order>,
    pieces: Vec<Span>,
    /// Kept for their memory: the order of one map, and its bytes.
    order: Vec<Ranked>,
    scratch: Vec<u8>,
}

impl Maps {
    pub(crate) fn open(&self) -> OpenMap {
        OpenMap {
            entries: self.entries.len(),
            sorted: true,
        }
    }

    /// A key starts at `position` in the output.
    #[inline]
    pub(crate) fn begin_key(&mut self, position: usize) -> Result<(), Error> {
        let entry = Entry {
            start: position,
            key_end: position,
        };
        push(&mut self.entries, entry)
    }

    /// The key that began last is complete.
    ///
    /// # Errors
    /// The number of the entry (from 0), when its key is the same as that of the entry before.
    #[inline]
    pub(crate) fn end_key(&mut self, map: &mut OpenMap, out: &mut Buffer) -> Result<(), usize> {
        let last = self.entries.len() - 1;
        let start = self.entries[last].start;
        if self
            .orders
            .last()
            .is_some_and(|order| order.span.start > start)
        {
            self.settle_key(start, out);
        }
        self.entries[last].key_end = out.written();
        if last == map.entries || !map.sorted {
            return Ok(());
        }
        let (before, this) = (self.entries[last - 1], self.entries[last]);
        match key(out.bytes(), before).cmp(key(out.bytes(), this)) {
            Ordering::Less => {}
            Ordering::Equal => return Err(last - map.entries),
            Ordering::Greater => map.sorted = false,
        }
        Ok(())
    }

    /// Puts a key that has unordered maps inside it in order now, because keys are compared by their final bytes.
    fn settle_key(&mut self, start: usize, out: &mut Buffer) {
        let first = self
            .orders
            .partition_point(|order| order.span.start <= start);
        let mut inside = self.orders.split_off(first);
        let span = Span {
            start,
            end: out.bytes().len(),
        };
        let mut bytes = Vec::with_capacity(span.end - start);
        ordered(out.bytes(), span, &mut inside, &self.pieces, &mut bytes);
        out.bytes_mut()[start..].copy_from_slice(&bytes);
        let pieces = self.orders.last().map_or(0, |order| order.pieces.1);
        self.pieces.truncate(pieces);
    }

    /// Makes room for what `end` notes of a map, which itself has no error for it.
    pub(crate) fn prepare_end(&mut self, map: &OpenMap) -> Result<(), Error> {
        if map.sorted {
            return Ok(());
        }
        let count = self.entries.len() - map.entries;
        self.order.clear();
        reserve(&mut self.order, count)?;
        reserve(&mut self.pieces, count)?;
        reserve(&mut self.orders, 1)
    }

    /// Ends a map whose entries are complete up to the end of `out`.
    ///
    /// # Errors
    /// The number of the first entry (from 0) whose key stood before.
    pub(crate) fn end(&mut self, map: OpenMap, out: &mut [u8]) -> Result<(), usize> {
        if map.sorted {
            self.entries.truncate(map.entries);
            return Ok(());
        }
        let entries = &self.entries[map.entries..];
        let span = Span {
            start: entries[0].start,
            end: out.len(),
        };
        let first_piece = self.pieces.len();
        order_of(
            entries.len(),
            &|index| key(out, entries[index]),
            &mut self.order,
        )?;
        self.pieces.extend(self.order.iter().map(|ranked| {
            Span {
                start: entries[ranked.index()].start,
                end: entries
                    .get(ranked.index() + 1)
                    .map_or(span.end, |next| next.start),
            }
        }));
        let nothing_inside = self
            .orders
            .last()
            .is_none_or(|order| order.span.start < span.start);
        if nothing_inside && span.end - span.start <= AT_ONCE {
            self.scratch.clear();
            for piece in self.pieces.drain(first_piece..) {
                self.scratch.extend_from_slice(&out[piece.start..piece.end]);
            }
            out[span.start..].copy_from_slice(&self.scratch);
        } else {
            self.orders.push(Order {
                span,
                pieces: (first_piece, self.pieces.len()),
            });
        }
        self.entries.truncate(map.entries);
        Ok(())
    }

    /// The whole output with all maps in order; `None` when they are already.
    pub(crate) fn ordered(&mut self, out: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        if self.orders.is_empty() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        reserve(&mut bytes, out.len())?;
        let span = Span {
            start: 0,
            end: out.len(),
        };
        ordered(out, span, &mut self.orders, &self.pieces, &mut bytes);
        Ok(Some(bytes))
    }
}

fn key(out: &[u8], entry: Entry) -> &[u8] {
    &out[entry.start..entry.key_end]
}

/// A key among others: its place, and the start of its bytes, by which most keys differ.
#[derive(Clone, Copy)]
pub(crate) struct Ranked {
    start: u64,
    index: u32,
}

impl Ranked {
    pub(crate) fn index(self) -> usize {
        self.index as usize
    }
}

/// Fills `order` with the keys from 0 to `count` in the order of their bytes.
///
/// # Errors
/// The number of the first key that stood before.
pub(crate) fn order_of<'a>(
    count: usize,
    key: &dyn Fn(usize) -> &'a [u8],
    order: &mut Vec<Ranked>,
) -> Result<(), usize> {
    order.clear();
    order.extend((0..count as u32).map(|index| Ranked {
        start: start_of(key(index as usize)),
        index,
    }));
    order.sort_unstable_by(|one, other| match one.start.cmp(&other.start) {
        Ordering::Equal => compare(*one, *other, key),
        different => different,
    });
    let twice = order.windows(2).filter(|pair| {
        pair[0].start == pair[1].start && key(pair[0].index()) == key(pair[1].index())
    });
    match twice.map(|pair| pair[1].index()).min() {
        Some(index) => Err(index),
        None => Ok(()),
    }
}

/// The first eight bytes as a number that orders as they do; zeros where there are none.
fn start_of(key: &[u8]) -> u64 {
    match key.first_chunk() {
        Some(chunk) => u64::from_be_bytes(*chunk),
        None => {
            let value = key
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte));
            value << (8 * (8 - key.len()))
        }
    }
}

/// Out of line, because a sort has it in many places.
#[inline(never)]
fn compare<'a>(one: Ranked, other: Ranked, key: &dyn Fn(usize) -> &'a [u8]) -> Ordering {
    let keys = key(one.index()).cmp(key(other.index()));
    keys.then(one.index.cmp(&other.index))
}

/// Appends the bytes of `span` with the pieces of `orders`, all of which are inside it, in order.
fn ordered(out: &[u8], span: Span, orders: &mut [Order], pieces: &[Span], bytes: &mut Vec<u8>) {
    sort_by_start(orders);
    // What is still to be written, the next on top: stretches of output, and lists of pieces.
    let mut stack = vec![Work::Stretch(span)];
    while let Some(work) = stack.pop() {
        match work {
            Work::Pieces((next, end)) if next < end => {
                stack.push(Work::Pieces((next + 1, end)));
                stack.push(Work::Stretch(pieces[next]));
            }
            Work::Pieces(_) => {}
            Work::Stretch(Span { start, end }) => {
                // A map's span starts after its head, so one that starts where the stretch does is around it.
                let next = orders.partition_point(|order| order.span.start <= start);
                match orders.get(next).filter(|order| order.span.start < end) {
                    Some(order) => {
                        bytes.extend_from_slice(&out[start..order.span.start]);
                        stack.push(Work::Stretch(Span {
                            start: order.span.end,
                            end,
                        }));
                        stack.push(Work::Pieces(order.pieces));
                    }
                    None => bytes.extend_from_slice(&out[start..end]),
                }
            }
        }
    }
}

/// Brings orders from inner before outer, each after those before it in the output, to the order of their starts.
fn sort_by_start(orders: &mut [Order]) {
    // Read backwards, the list has each outer one before those inside it, and those from last to first. So the way from the
    // last start to the first is that list, but each waits until those inside it are done.
    let mut waiting: Vec<Order> = Vec::new();
    let mut last = orders.len();
    for index in (0..orders.len()).rev() {
        let next = orders[index];
        while let Some(done) = waiting.pop_if(|top| top.span.start > next.span.start) {
            last -= 1;
            orders[last] = done;
        }
        waiting.push(next);
    }
    // What waited to the end is around each other, the outermost first.
    orders[..last].copy_from_slice(&waiting);
}

enum Work {
    Stretch(Span),
    Pieces((usize, usize)),
}
