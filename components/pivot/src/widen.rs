//! Real headers for the containers whose length came late: one pass over the output, in place.

use crate::buffer::Failure;
use crate::memory::push;

/// A container whose header is longer than the placeholder that stands for it: one byte for an array or a map, two (the
/// second is the type) for an extension.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) position: usize,
    /// Items of an array, pairs of a map, bytes of an extension's payload.
    pub(crate) length: usize,
}

/// Gives every pending container its real header. `pending` is in the order in which the containers ended.
pub(crate) fn widen(
    out: &mut Vec<u8>,
    pending: &mut [Pending],
    max_output: usize,
) -> Result<(), Failure> {
    let extra = resolve_lengths(out, pending)?;
    let (old, new) = (out.len(), out.len().saturating_add(extra));
    if new > max_output {
        return Err(Failure::Limit);
    }
    out.try_reserve_exact(extra).map_err(|_| Failure::Memory)?;
    out.resize(new, 0);
    let mut moved = Moved {
        out,
        read: old,
        write: new,
    };
    // Read backwards, the list has each container before those inside it, and those from last to first. So the way from
    // the output's end to its start is that list, but each container waits until everything inside it is done.
    let mut waiting: Vec<Pending> = Vec::new();
    for &next in pending.iter().rev() {
        while let Some(done) = waiting.pop_if(|top| top.position > next.position) {
            moved.header(done);
        }
        waiting.push(next);
    }
    while let Some(done) = waiting.pop() {
        moved.header(done);
    }
    Ok(())
}

/// Sets the final payload length of extensions, which grow with the headers inside them, and totals the bytes that all
/// headers need beyond their placeholders.
fn resolve_lengths(out: &[u8], pending: &mut [Pending]) -> Result<usize, Failure> {
    // Position of each complete subtree, and the bytes that it needs, in order of position.
    let mut done: Vec<(usize, usize)> = Vec::new();
    for one in pending {
        let mut inside = 0;
        while let Some((_, extra)) = done.pop_if(|(position, _)| *position > one.position) {
            inside += extra;
        }
        if out[one.position] == 0xc7 {
            one.length += inside;
        }
        u32::try_from(one.length).map_err(|_| Failure::Length)?;
        let header = Header::of(out, one);
        let needed = inside + header.size - header.placeholder;
        push(&mut done, (one.position, needed)).map_err(|_| Failure::Memory)?;
    }
    Ok(done.iter().map(|(_, extra)| extra).sum())
}

/// The output while it is being moved: everything before `read` is at its old place, everything from `write` on at its new.
struct Moved<'a> {
    out: &'a mut [u8],
    read: usize,
    write: usize,
}

impl Moved<'_> {
    /// Moves what follows the placeholder of `one` and writes the header before it.
    fn header(&mut self, one: Pending) {
        let header = Header::of(self.out, &one);
        let body = one.position + header.placeholder;
        let target = self.write - (self.read - body);
        self.out.copy_within(body..self.read, target);
        self.write = target - header.size;
        self.out[self.write..target].copy_from_slice(&header.bytes[..header.size]);
        self.read = one.position;
    }
}

struct Header {
    bytes: [u8; 6],
    /// How many of `bytes` count.
    size: usize,
    /// Bytes of the placeholder.
    placeholder: usize,
}

impl Header {
    fn of(out: &[u8], one: &Pending) -> Header {
        // A container with a long header has content, so there is a second byte.
        let (head, code) = (out[one.position], out[one.position + 1]);
        let [a, b, c, d] = (one.length as u32).to_be_bytes();
        let (bytes, size, placeholder) = match (head, one.length) {
            (0xc7, length @ (1 | 2 | 4 | 8 | 16)) => (
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
        };
        Header {
            bytes,
            size,
            placeholder,
        }
    }
}
