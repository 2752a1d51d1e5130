pub mod decode;
mod decimal;
mod error;
mod schema;
mod types;

pub use decode::{decode, validate};
pub use error::{Error, ErrorKind, Result};
pub use molt_pivot::Limits;

/// How deep types may nest: as deep as the flatbuffer verifiers of Arrow's implementations allow by default.
pub const MAX_TYPE_DEPTH: usize = 60;
