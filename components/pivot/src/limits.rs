//! What one call may use.

use crate::error::{Error, ErrorKind};

/// Limits of one call. The defaults are those of `molt:codec`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Containers inside each other, 1 for a flat array. Values above [`Limits::DEPTH_CAP`] act as the cap.
    pub max_depth: u32,
    /// Input in bytes.
    pub max_input: u64,
    /// Output in bytes.
    pub max_output: u64,
}

impl Limits {
    /// The largest depth that a limit can allow: readers keep a few bytes a level, on the heap.
    pub const DEPTH_CAP: u32 = 100_000;

    /// The defaults, as a constant.
    pub const DEFAULT: Limits = Limits {
        max_depth: 1024,
        max_input: 256 << 20,
        max_output: 1 << 30,
    };

    /// The depth in force: `max_depth` under the cap.
    pub fn depth(&self) -> usize {
        self.max_depth.min(Self::DEPTH_CAP) as usize
    }

    /// Refuses an input that is longer than `max_input`.
    ///
    /// # Errors
    /// `SizeLimit` at offset 0.
    pub fn check_input(&self, input: &[u8]) -> Result<(), Error> {
        if input.len() as u64 <= self.max_input {
            return Ok(());
        }
        let text =
            "the input is larger than max-input, which is {} bytes: raise the limit or send less";
        Err(Error::new(ErrorKind::SizeLimit, 0, text).value(self.max_input))
    }

    /// Refuses a container that would be level `open + 1` when `open` are open already.
    ///
    /// # Errors
    /// `DepthLimit` at `offset`.
    #[inline]
    pub fn check_depth(&self, open: usize, offset: usize) -> Result<(), Error> {
        if open < self.depth() {
            Ok(())
        } else {
            Err(self.too_deep(offset))
        }
    }

    #[cold]
    fn too_deep(&self, offset: usize) -> Error {
        let text =
            "nested deeper than max-depth, which is {}: raise the limit or send flatter data";
        Error::new(ErrorKind::DepthLimit, offset, text).value(self.depth() as u64)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
