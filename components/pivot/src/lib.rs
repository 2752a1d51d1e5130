//! The pivot: canonical MessagePack, the form in which every Molt codec meets every other.
//!
//! A value has exactly one canonical encoding: integers, lengths and floats in the shortest form that keeps the value, one
//! NaN (`ca 7f c0 00 00`), map entries in the order that they have, text in UTF-8. What MessagePack lacks is in the
//! extension types of [`ext`].
//!
//! ```
//! use molt_pivot::{Limits, Reader, Token, Writer, canonicalize};
//!
//! let mut writer = Writer::new();
//! let list = writer.begin_array();
//! writer.uint(7);
//! writer.str("seven");
//! writer.end_array(list, 2);
//! let bytes = writer.finish()?;
//! assert_eq!(bytes, b"\x92\x07\xa5seven");
//!
//! let mut reader = Reader::new(&bytes, &Limits::default())?;
//! assert_eq!(reader.next()?, Token::Array(2));
//! assert_eq!(reader.next()?, Token::Uint(7));
//!
//! // The same value in a longer form becomes the same bytes.
//! assert_eq!(canonicalize(b"\xdc\x00\x02\xcc\x07\xd9\x05seven", &Limits::default())?, bytes);
//! # Ok::<(), molt_pivot::Error>(())
//! ```
//!
//! Nothing here recurses, and memory is bounded: a reader allocates nothing, `validate` keeps eight bytes an open container
//! (at most `max_depth` of them), a writer its output and, until `finish`, two words a container of more than 15 items.

pub mod bigint;
mod buffer;
mod error;
pub mod ext;
mod limits;
mod memory;
mod reader;
mod scan;
mod widen;
mod writer;

pub use buffer::Buffer;
pub use error::{Error, ErrorKind};
pub use limits::Limits;
pub use memory::{push, reserve};
pub use reader::{Reader, Token};
pub use scan::{canonicalize, validate};
pub use writer::{Mark, Writer};
