//! Python's text and bytes algorithms: Unicode 15, searching, splitting, case, codecs, quoting.

mod error;
mod text;
pub mod wtf8;

pub use error::{MAX_BYTES, TooLong};
pub use text::{Text, TextBuilder, slice_indices};
