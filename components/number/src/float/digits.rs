//! The decimal digits of a float, correctly rounded: shortest, a number of them, or up to a decimal place.
//!
//! The digits come from `core`'s formatting, which is exact for every precision; only their layout is Python's.

use std::fmt::Write;

/// Digits without leading zeros, and the place of the decimal point: 0.digits * 10**point.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    /// ASCII digits; trailing zeros may be missing; nothing if the value rounded to zero
    pub digits: String,
    /// How many digits are before the decimal point (may be negative)
    pub point: i32,
}

/// More digits than any float has: 767 significant ones, 1074 behind the point.
const ALL: usize = 1100;

/// The fewest digits that read back as the same float, the closest of those to it. `x` is finite.
pub(crate) fn shortest(x: f64) -> Digits {
    let mut text = String::with_capacity(32);
    let _ = write!(text, "{:e}", x.abs());
    from_exponential(text)
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
