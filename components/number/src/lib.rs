//! Python's numbers: integers of any size, float text in both directions, format specifications, math.
//!
//! This crate knows numbers and nothing of the runtime's values. Whatever can fail returns an [`Error`]: the exception's
//! kind and CPython 3.12's message. All functions give the same bits natively and in wasm: the transcendental ones are
//! computed here ([`math`]) with nothing but the four operations and the square root, never by the platform's library.
//!
//! | module | what it holds |
//! |---|---|
//! | [`int`] | text in any base, division, powers, shifts, bytes, conversion to float, hash, number theory |
//! | [`float`] | text, hexadecimal text, division, powers, rounding, hash |
//! | [`mod@format`] | format specifications (`format(x, "010.3f")`) and the numeric conversions of `%` |
//! | [`math`] | the functions of Python's `math` |

pub mod error;
pub mod float;
pub mod format;
pub mod int;
pub mod math;

pub use error::{Error, Kind, Result};
pub use num_bigint::BigInt;
