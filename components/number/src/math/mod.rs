//! The functions of Python's `math`, with its errors.
//!
//! Exponentials, logarithms, powers and trigonometric functions are evaluated in double-double and rounded: practically
//! always the nearest float, which is what good C libraries return too. `libm` gives first guesses and the rest.

mod basic;
mod dd;
mod erf;
mod exp;
#[allow(
    clippy::excessive_precision,
    reason = "the coefficients are given as they were published"
)]
mod gamma;
mod hyperbolic;
mod log;
mod real;
mod sums;
#[allow(
    clippy::approx_constant,
    reason = "the high parts of constants are the constants"
)]
mod tables;
mod trig;

pub use basic::{fmod, frexp, ldexp, modf, nextafter, remainder, ulp};
pub(crate) use exp::power;
pub use real::{
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, cos, cosh, degrees, erf, erfc, exp, exp2,
    expm1, gamma, lgamma, log, log_base, log_int, log1p, log2, log2_int, log10, log10_int, pow,
    radians, sin, sinh, sqrt, tan, tanh,
};
pub use sums::{CompensatedSum, ExactSum, ProductSum, dist, hypot};

/// `math.pi`
pub const PI: f64 = std::f64::consts::PI;
/// `math.e`
pub const E: f64 = std::f64::consts::E;
/// `math.tau`
pub const TAU: f64 = std::f64::consts::TAU;

/// The nth of many numbers that are spread over a range without a pattern, for tests.
#[cfg(test)]
fn between(n: u64, low: f64, high: f64) -> f64 {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    low + (high - low) * ((mixed ^ mixed >> 29) >> 11) as f64 / 9_007_199_254_740_992.0
}
