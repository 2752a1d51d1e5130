mod decimal;
pub mod decode;
pub mod encode;
mod error;
mod schema;
mod types;

pub use decode::{decode, validate};
pub use encode::{encode, encode_file};
pub use error::{Error, ErrorKind, Result};
pub use molt_pivot::Limits;

/// How deep types may nest: as deep as the flatbuffer verifiers of Arrow's implementations allow by default.
pub const MAX_TYPE_DEPTH: usize = 60;

/// How many fields a table may have, nested ones included.
pub const MAX_FIELDS: usize = 1 << 20;
