//! CBOR (RFC 8949) as a codec: any well-formed document to the pivot, deterministic encoding (section 4.2.1) from it.
//!
//! # Decoding
//!
//! Definite and indefinite lengths, all widths of integers and floats, and any order of map entries are read.
//!
//! | CBOR | pivot |
//! |---|---|
//! | integer, tags 2 and 3 (bignum) | int where it fits 64 bits, extension `bigint` otherwise |
//! | float 16, 32, 64 | float; every NaN is the one NaN |
//! | tag 0 (text date) | extension `tag` |
//! | tag 1 (seconds), tag 1001 with keys 1 and -9 only | timestamp when it is exactly one, extension `tag` otherwise |
//! | tag 4 (decimal fraction) | extension `decimal` |
//! | any other tag | extension `tag`, its number and value |
//! | `undefined` and simple values other than false, true and null | extension `simple` |
//!
//! `malformed` (or `truncated`) is what is not well-formed: reserved additional information, a simple value below 32 in two
//! bytes, a break out of place, a chunk of the wrong type. `invalid` is a well-formed document that breaks a rule: text that
//! is not UTF-8, a key that stands twice, a tag on content that it cannot have (checked for tags 0 to 5, 24, 32 to 34 and 36).
//!
//! # Encoding
//!
//! The output is deterministic: shortest integers, lengths and floats, definite lengths, and map entries in the bytewise order
//! of their encoded keys. **So the order of map entries in the pivot is not kept.** A key that stands twice is `invalid`. The
//! extensions `tuple`, `set`, `frozenset` and unknown ones are `unsupported`, by name. A time that is neither a whole second nor
//! exactly a float 64 becomes tag 1001 (RFC 9581).
//!
//! # Bounds
//!
//! Nothing recurses. Time is O(n log n). Decoding needs the output (at most 8 times the input, and within `max-output`) and 16 bytes a key of open
//! maps; encoding the output twice when maps have to be put in order, and 20 bytes an entry of such maps. Containers inside
//! map keys inside map keys are `unsupported` beyond 8 levels, because each level is compared, and so read, again.

mod decode;
mod encode;
mod float;
mod head;
mod keys;
mod sort;
mod tags;
mod wellformed;

#[cfg(target_arch = "wasm32")]
mod component;

use molt_pivot::{Error, Limits, Writer};

/// The format's short name.
pub const NAME: &str = "cbor";
/// The media type that IANA lists.
pub const MEDIA_TYPE: &str = "application/cbor";
/// The document that is followed.
pub const SPECIFICATION: &str = "RFC 8949";

/// One CBOR document as pivot bytes.
///
/// # Errors
/// Every kind. `Unsupported` only for containers in map keys that are nested too deep.
pub fn decode(input: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    let writer = Writer::with_limit(limits.max_output).reserved(input.len());
    decode::decode_into(input, limits, writer, true)
        .map_err(|error| wellformed::tell_apart(error, input, limits))
}

/// An error exactly when [`decode`] has one, without the memory for the output.
///
/// # Errors
/// As [`decode`].
pub fn validate(input: &[u8], limits: &Limits) -> Result<(), Error> {
    let writer = Writer::measuring(limits.max_output);
    decode::decode_into(input, limits, writer, true)
        .map_err(|error| wellformed::tell_apart(error, input, limits))?;
    Ok(())
}

/// Pivot bytes, canonical or not, as one deterministic CBOR document.
///
/// # Errors
/// Every kind; the offset is in the pivot bytes. `Unsupported` for extensions that CBOR has no form for.
pub fn encode(pivot: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    encode::encode(pivot, limits)
}
