//! What a reader keeps of what it reads.

/// Length and weighted sum of a sequence of bytes: the sum changes when two bytes change places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checksum {
    /// Bytes so far.
    pub length: u64,
    /// The sum of byte times position, positions from 1, modulo 2^64.
    pub sum: u64,
}

impl Checksum {
    /// Takes the bytes that follow.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.length += 1;
            self.sum = self
                .sum
                .wrapping_add(self.length.wrapping_mul(u64::from(*byte)));
        }
    }
}

/// How far a writer is ahead of its reader, at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    read: u64,
    largest: u64,
}

impl Lead {
    /// The writer has handed over `written` items in all.
    pub fn observe(&mut self, written: u64) {
        self.largest = self.largest.max(written.saturating_sub(self.read));
    }

    /// One more item was read.
    pub fn read(&mut self) {
        self.read += 1;
    }

    /// The largest lead so far, in items.
    pub fn largest(&self) -> u64 {
        self.largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_is_the_same_in_any_pieces_and_knows_the_order() {
        let mut whole = Checksum::default();
        whole.update(&[1, 2, 3]);
        let mut pieces = Checksum::default();
        pieces.update(&[1]);
        pieces.update(&[]);
        pieces.update(&[2, 3]);
        assert_eq!(whole, Checksum { length: 3, sum: 14 });
        assert_eq!(whole, pieces);
        let mut other = Checksum::default();
        other.update(&[3, 2, 1]);
        assert_ne!(whole, other);
    }

    #[test]
    fn lead_is_the_largest_difference_and_never_negative() {
        let mut lead = Lead::default();
        lead.observe(3);
        lead.read();
        lead.observe(2);
        assert_eq!(lead.largest(), 3);
        for _ in 0..9 {
            lead.read();
        }
        lead.observe(4);
        assert_eq!(lead.largest(), 3);
    }
}
