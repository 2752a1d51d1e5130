//! The decimal digits of a float, correctly rounded: shortest, a number of them, or up to a decimal place.
//!
//! The digits come from `core`'s formatting, which is exact for every precision; only their layout is Python's.

use crate::float::split;
use std::fmt::Write;

/// Digits without leading zeros, and the place of the decimal point: 0.digits * 10**point.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    /// ASCII digits; trailing zeros may be missing; nothing if the value rounded to zero
    pub digits: String,
    /// How many digits are before the decimal point (may be negative)
    pub point: i32,
}

impl Digits {
    /// The float that the digits say.
    pub(crate) fn value(&self) -> f64 {
        let exponent = self.point - self.digits.len() as i32;
        format!("{}e{exponent}", self.digits).parse().unwrap_or(0.0)
    }
}

/// More digits than any float has: 767 significant ones, 1074 behind the point.
const ALL: usize = 1100;

/// The fewest digits that read back as the same float, the closest of those to it, and the even ones if two are as close.
/// `x` is finite.
pub(crate) fn shortest(x: f64) -> Digits {
    let mut text = String::with_capacity(32);
    let _ = write!(text, "{:e}", x.abs());
    let found = from_exponential(text);
    if may_be_between(x, &found) {
        // `core` takes the larger of two that are as close; exact digits are rounded half to even.
        let even = significant(x, found.digits.len());
        if even.value() == x.abs() {
            return even;
        }
    }
    found
}

/// Whether the float can be exactly in the middle between two numbers of so many digits: its exact decimal digits are one
/// more then. Nearly no float's are.
fn may_be_between(x: f64, found: &Digits) -> bool {
    let (mantissa, exponent) = split(x);
    if mantissa == 0 {
        return false;
    }
    // An odd number times 2**-n has n digits behind the point.
    let places = -(exponent + mantissa.trailing_zeros() as i32);
    let shown = found.digits.len() as i32 - found.point;
    if places > 0 {
        places == shown + 1
    } else {
        shown < 0
    }
}

/// `count` significant digits (at least one).
pub(crate) fn significant(x: f64, count: usize) -> Digits {
    let mut text = String::new();
    let _ = write!(text, "{:.*e}", count.clamp(1, ALL) - 1, x.abs());
    from_exponential(text)
}

fn from_exponential(mut text: String) -> Digits {
    let at = text.find('e').unwrap_or(text.len());
    let exponent = text
        .get(at + 1..)
        .and_then(|e| e.parse::<i32>().ok())
        .unwrap_or(0);
    text.truncate(at);
    if text.len() > 1 {
        text.remove(1);
    }
    text.truncate(text.trim_end_matches('0').len().max(1));
    Digits {
        digits: text,
        point: exponent + 1,
    }
}

/// All digits up to `places` behind the decimal point.
pub(crate) fn fixed(x: f64, places: usize) -> Digits {
    if x == 0.0 {
        return Digits {
            digits: String::from("0"),
            point: 1,
        };
    }
    let mut text = String::new();
    let _ = write!(text, "{:.*}", places.min(ALL), x.abs());
    let whole = text.find('.').unwrap_or(text.len());
    if whole < text.len() {
        text.remove(whole);
    }
    let zeros = text.len() - text.trim_start_matches('0').len();
    text.drain(..zeros);
    Digits {
        digits: text,
        point: whole as i32 - zeros as i32,
    }
}
