//! Integers of any size, with Python's rules.

mod arith;
mod bytes;
mod convert;
mod parse;
mod text;
pub mod theory;

pub use arith::{Power, divmod, floor_div, invert, modulo, mul, pow, pow_mod, shl, shr};
pub use bytes::{from_bytes, to_bytes};
pub use convert::{
    bit_count, bit_length, compare_float, from_float, hash, hash_small, round, scale, to_f64,
    true_div,
};
pub use parse::{ParseError, is_space, normalise, parse, parse_small};
pub use text::{MAX_STR_DIGITS, to_decimal, to_radix};

/// No result gets more bits than this: an operation that would is a `MemoryError` ([`crate::Kind::TooLarge`]).
pub const MAX_BITS: u64 = 1 << 31;
