//! RFC 8259 JSON to the pivot format and back.
//!
//! ```
//! use molt_json::{ErrorKind, ParseOptions, Position, StringifyOptions, parse, stringify};
//!
//! let pivot = parse(br#"{"id": 18446744073709551616, "share": 0.10}"#, &ParseOptions::default())?;
//! let text = stringify(&pivot, &StringifyOptions::default())?;
//! assert_eq!(text, br#"{"id":18446744073709551616,"share":0.1}"#);
//!
//! let input = b"[1,\n 2,]";
//! let error = parse(input, &ParseOptions::default()).unwrap_err();
//! assert_eq!((error.kind, error.offset), (ErrorKind::UnexpectedByte, 7));
//! assert_eq!(Position::of(input, error.offset), Position { line: 2, column: 4 });
//! # Ok::<(), molt_json::Error>(())
//! ```
//!
//! Nothing recurses, and no input makes it panic: the parser keeps its own stack, bounded by `max_depth`, and time is
//! linear in the input up to the sorting of equal keys and the conversion of integers beyond 64 bits.

#[cfg(target_arch = "wasm32")]
mod component;
mod error;
mod kind;
mod options;
mod parse;
mod powers;
mod rearrange;
mod scan;
mod sort;
mod stringify;

pub use error::{Error, ErrorKind, Position};
pub use kind::kind_of;
pub use options::{
    DuplicateKeys, FloatOverflow, MAX_DEPTH_CAP, MAX_INDENT, MAX_INTEGER_DIGITS, NonFinite,
    ParseOptions, StringifyOptions,
};
pub use parse::{parse, validate};
pub use stringify::stringify;
