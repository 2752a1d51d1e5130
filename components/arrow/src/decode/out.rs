//! Where the pivot bytes go.

use molt_pivot::{Limits, Writer};

use crate::error::{Error, Result};

/// What is thrown away at a time when nothing is kept.
const DISCARD: usize = 1 << 20;

/// A writer that can also just count, so that a document is checked in little memory.
pub(crate) struct Out {
    writer: Writer,
    keep: bool,
    limit: u64,
    discarded: u64,
}

impl Out {
    /// Keeps what is written.
    pub fn keep(limits: &Limits) -> Self {
        Out {
            writer: Writer::with_limit(limits.max_output),
            keep: true,
            limit: limits.max_output,
            discarded: 0,
        }
    }

    /// Counts what is written.
    pub fn discard(limits: &Limits) -> Self {
        Out {
            keep: false,
            ..Out::keep(limits)
        }
    }

    /// The writer for the next few items.
    #[inline]
    pub fn writer(&mut self) -> &mut Writer {
        &mut self.writer
    }

    /// To be called between items: everything here is written with its length known, so a full writer may be emptied.
    ///
    /// # Errors
    /// `SizeLimit` when the output is beyond its limit.
    #[inline]
    pub fn check(&mut self) -> Result<()> {
        if self.writer.failed() || (!self.keep && self.writer.written() >= DISCARD) {
            self.turn()
        } else {
            Ok(())
        }
    }

    #[cold]
    fn turn(&mut self) -> Result<()> {
        if !self.writer.failed() {
            self.discarded += self.writer.written() as u64;
            self.writer = Writer::with_limit(self.limit - self.discarded);
            return Ok(());
        }
        // Finishing tells whether it was the limit or the memory; the limit of a later writer is only what was left.
        match std::mem::take(&mut self.writer).finish() {
            Err(error) if self.discarded == 0 => Err(error.into()),
            _ => Err(Error::too_large(self.limit)),
        }
    }

    /// The bytes; none when they were not kept.
    ///
    /// # Errors
    /// As [`Out::check`].
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.check()?;
        Ok(self.writer.finish()?)
    }
}
