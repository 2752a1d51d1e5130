//! Floats: text in both directions, arithmetic with Python's sign rules, exact rounding.

mod arith;
mod digits;
mod hex;
mod round;
mod text;

pub use arith::{
    as_integer_ratio, ceil, div, divmod, floor, floor_div, hash, is_integer, modulo, pow, trunc,
};
pub use hex::{from_hex, to_hex};
pub use round::{round, round_to_int};
pub use text::{Code, Style, parse, render, repr};

/// A finite float's magnitude as `mantissa * 2**exponent`, exactly.
pub fn split(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 {
        (fraction, -1074)
    } else {
        (fraction | 1 << 52, field - 1075)
    }
}
