//! Hyperbolic functions, and what is near zero or one: expm1, log1p, cbrt.
//!
//! The formulas are the classic ones (Sun's fdlibm), case by case, because CPython's answers come from them.

use crate::math::exp::exp;
use crate::math::log::log;
use std::f64::consts::LN_2;

/// Below 2**-28 these functions are their argument.
const TINY: f64 = 3.725_290_298_461_914e-9;
/// From 2**28 on, sqrt(x * x + 1) is x.
const LARGE: f64 = 268_435_456.0;

pub(super) fn expm1(x: f64) -> f64 {
    libm::expm1(x)
}

pub(super) fn log1p(x: f64) -> f64 {
    libm::log1p(x)
}

pub(super) fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// Half of e**|x|, where e**|x| itself may be too large.
fn half_exp(size: f64) -> f64 {
    if size < 709.782_226_562_5 {
        return 0.5 * exp(size);
    }
    let root = exp(0.5 * size);
    0.5 * root * root
}

pub(super) fn sinh(x: f64) -> f64 {
    let size = x.abs();
    if size < TINY || !x.is_finite() {
        return x;
    }
    if size >= 22.0 {
        return half_exp(size).copysign(x);
    }
    let t = expm1(size);
    let half = 0.5f64.copysign(x);
    if size < 1.0 {
        half * (2.0 * t - t * t / (t + 1.0))
    } else {
        half * (t + t / (t + 1.0))
    }
}

pub(super) fn cosh(x: f64) -> f64 {
    let size = x.abs();
    if !x.is_finite() {
        return size;
    }
    if size >= 22.0 {
        return half_exp(size);
    }
    // Half of ln 2, as the classic code has it: by the high word.
    if size < 0.346_573_591_232_299_8 {
        let t = expm1(size);
        let w = 1.0 + t;
        return 1.0 + (t * t) / (w + w);
    }
    let t = exp(size);
    0.5 * t + 0.5 / t
}

pub(super) fn tanh(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() || size < 2.8e-17 {
        return x;
    }
    let z = if size >= 22.0 {
        1.0
    } else if size >= 1.0 {
        1.0 - 2.0 / (expm1(2.0 * size) + 2.0)
    } else {
        let t = expm1(-2.0 * size);
        -t / (t + 2.0)
    };
    z.copysign(x)
}

pub(super) fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if size < TINY || !x.is_finite() {
        return x;
    }
    let square = size * size;
    let w = if size > LARGE {
        log(size) + LN_2
    } else if size > 2.0 {
        log(2.0 * size + 1.0 / (libm::sqrt(square + 1.0) + size))
    } else {
        log1p(size + square / (1.0 + libm::sqrt(1.0 + square)))
    };
    w.copysign(x)
}

/// x is at least 1.
pub(super) fn acosh(x: f64) -> f64 {
    if x.is_infinite() {
        return x;
    }
    if x >= LARGE {
        return log(x) + LN_2;
    }
    if x > 2.0 {
        return log(2.0 * x - 1.0 / (x + libm::sqrt(x * x - 1.0)));
    }
    let t = x - 1.0;
    log1p(t + libm::sqrt(2.0 * t + t * t))
}

/// |x| is below 1.
pub(super) fn atanh(x: f64) -> f64 {
    let size = x.abs();
    if size < TINY {
        return x;
    }
    let twice = size + size;
    let w = if size < 0.5 {
        0.5 * log1p(twice + twice * size / (1.0 - size))
    } else {
        0.5 * log1p(twice / (1.0 - size))
    };
    w.copysign(x)
}
