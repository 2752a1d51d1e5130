//! Text to bytes and back: Python's codecs and their error handlers.
//!
//! What a handler does at an error, where the error starts and ends, and its reason are CPython's. Decoded text and the
//! text to encode are in the form of [`crate::wtf8`].

mod decode;
mod encode;
mod escape;
mod names;
mod single;
mod utf7;
mod wide;

pub use decode::decode;
pub use encode::encode;
pub use names::{Encoding, Lookup, lookup};

use crate::error::TooLong;

/// What to do about something that cannot be decoded or encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handler {
    /// Fail.
    Strict,
    /// Leave it out.
    Ignore,
    /// U+FFFD in text, a question mark in bytes.
    Replace,
    /// `\xNN`, `\uNNNN`, `\UNNNNNNNN`.
    BackslashReplace,
    /// Bytes from U+DC80 to U+DCFF in text.
    SurrogateEscape,
    /// Surrogates as if they were characters.
    SurrogatePass,
    /// `&#N;`; only to encode.
    XmlCharRefReplace,
    /// `\N{…}`; only to encode, and there is no table of names here.
    NameReplace,
    /// No handler has this name. CPython looks only when there is an error.
    Unknown,
}

/// The handlers by name.
const HANDLERS: [(&str, Handler); 8] = [
    ("strict", Handler::Strict),
    ("ignore", Handler::Ignore),
    ("replace", Handler::Replace),
    ("backslashreplace", Handler::BackslashReplace),
    ("surrogateescape", Handler::SurrogateEscape),
    ("surrogatepass", Handler::SurrogatePass),
    ("xmlcharrefreplace", Handler::XmlCharRefReplace),
    ("namereplace", Handler::NameReplace),
];

impl Handler {
    /// The handler of a name.
    pub fn from_name(name: &[u8]) -> Self {
        let known = HANDLERS.iter().find(|(known, _)| known.as_bytes() == name);
        known.map_or(Self::Unknown, |(_, handler)| *handler)
    }
}

/// The fields of `UnicodeDecodeError` and `UnicodeEncodeError`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnicodeError {
    /// The codec's own name, which may differ from the one it was asked for by.
    pub encoding: &'static str,
    /// Where the `object` of the exception starts in what was given: `utf-8-sig` looks behind its mark.
    pub object_start: usize,
    /// Where the error starts in the object: bytes, or code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What is wrong.
    pub reason: &'static str,
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// `UnicodeDecodeError` or `UnicodeEncodeError`; boxed, because results are everywhere and errors are few.
    Unicode(Box<UnicodeError>),
    /// `LookupError`: "unknown error handler name '…'".
    UnknownHandler,
    /// `TypeError`: "don't know how to handle UnicodeDecodeError in error callback".
    WrongHandler,
    /// `LookupError`: Molt has not got this; the text says what.
    NotSupported(&'static str),
    /// `MemoryError`.
    TooLong,
}

impl From<TooLong> for Failure {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// How the bytes of a wide code unit are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endian {
    /// Little-endian with a mark at the start; when decoding, as the mark says.
    Marked,
    /// The low byte first, without a mark.
    Little,
    /// The high byte first, without a mark.
    Big,
}

/// The text of a `UnicodeDecodeError` about `object`.
pub fn decode_message(error: &UnicodeError, object: &[u8]) -> String {
    let UnicodeError {
        encoding,
        start,
        end,
        reason,
        ..
    } = error;
    match object.get(*start) {
        Some(byte) if *end == start + 1 => {
            format!(
                "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
            )
        }
        _ => {
            let last = *end as i64 - 1;
            format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
        }
    }
}

/// The text of a `UnicodeEncodeError`; `first` is the code point where it starts.
pub fn encode_message(error: &UnicodeError, first: Option<u32>) -> String {
    let UnicodeError {
        encoding,
        start,
        end,
        reason,
        ..
    } = error;
    match first {
        Some(c) if *end == start + 1 => {
            let mut shown = Vec::new();
            escape::push_escape(&mut shown, c);
            let shown = String::from_utf8_lossy(&shown);
            format!(
                "'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}"
            )
        }
        _ => {
            let last = *end as i64 - 1;
            format!(
                "'{encoding}' codec can't encode characters in position {start}-{last}: {reason}"
            )
        }
    }
}
