//! Python's text and bytes algorithms: Unicode 15, searching, splitting, case, codecs, quoting.

mod buffer;
pub mod bytes;
mod case;
pub mod codec;
mod copy;
mod decimal;
mod error;
mod pad;
mod predicates;
mod quote;
mod search;
mod split;
pub mod template;
mod text;
pub mod unicode;
pub mod wtf8;

pub use decimal::Decimal;
pub use error::{MAX_BYTES, TooLong};
pub use pad::Ends;
pub use quote::Shown;
pub use search::Bounds;
pub use text::{Text, TextBuilder, slice_indices};
