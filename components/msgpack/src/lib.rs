//! MessagePack as a codec: the whole of the specification, ext types and timestamps included, from untrusted input.
//!
//! The pivot is canonical MessagePack, so `decode` and `encode` are the same work: both check a document and give it back
//! in canonical form. What that changes:
//!
//! - integers, and the headers of text, bytes, arrays, maps and extensions, take their shortest form; an integer from 0 up
//!   is written as unsigned;
//! - a float 64 whose value a float 32 keeps becomes one, and every NaN becomes `ca 7f c0 00 00`;
//! - a timestamp (extension -1) takes the shortest of its three forms. More than 999,999,999 nanoseconds are `invalid`.
//!
//! Everything else stays: the order and the number of map entries (MessagePack allows a key to stand twice), keys of any
//! type, and the payload of every other extension, known to the pivot or not. Text has to be UTF-8. What holds raw bytes in
//! the text type, as writers before 2013 did, is `invalid` at the first byte that is wrong.
//!
//! Memory: the input, the output (never longer than the input), and 8 bytes a level of nesting. Nothing recurses.

use molt_pivot::{Error, Limits};

#[cfg(target_arch = "wasm32")]
mod component;

/// The format's short name.
pub const NAME: &str = "msgpack";
/// The media type that IANA lists.
pub const MEDIA_TYPE: &str = "application/vnd.msgpack";
/// The document that is followed.
pub const SPECIFICATION: &str = "https://github.com/msgpack/msgpack/blob/master/spec.md";

/// One MessagePack value as pivot bytes.
///
/// # Errors
/// Every kind but `Unsupported`.
pub fn decode(input: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    molt_pivot::canonicalize(input, limits)
}

/// Pivot bytes, canonical or not, as one MessagePack value: the same as [`decode`].
///
/// # Errors
/// As [`decode`].
pub fn encode(pivot: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    molt_pivot::canonicalize(pivot, limits)
}

/// An error exactly when [`decode`] has one, in constant memory but for 8 bytes a level of nesting.
///
/// # Errors
/// As [`decode`].
pub fn validate(input: &[u8], limits: &Limits) -> Result<(), Error> {
    molt_pivot::validate(input, limits)
}
