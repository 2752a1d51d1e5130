//! gamma and lgamma, by Lanczos' approximation with g = 6.024680040776729583740234375, N = 13.

use crate::error::{Error, Result};
use crate::math::{exp, log, trig};
use std::f64::consts::PI;

const G: f64 = 6.024_680_040_776_729_583_740_234_375;
const G_MINUS_HALF: f64 = 5.524_680_040_776_729_583_740_234_375;
const LOG_PI: f64 = 1.144_729_885_849_400_174_143_427_351_353_058_711_647;

const NUMERATOR: [f64; 13] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
];

const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// sin(pi * x), exact where the result is.
fn sin_pi(x: f64) -> f64 {
    let y = libm::fmod(x.abs(), 2.0);
    let r = match libm::round(2.0 * y) as u32 {
        0 => trig::sin(PI * y),
        1 => trig::cos(PI * (y - 0.5)),
        2 => trig::sin(PI * (1.0 - y)),
        3 => -trig::cos(PI * (y - 1.5)),
        _ => trig::sin(PI * (y - 2.0)),
    };
    1.0f64.copysign(x) * r
}

/// Lanczos' sum for a positive x; the powers run downwards for a large one, or they would overflow.
fn lanczos_sum(x: f64) -> f64 {
    let (mut num, mut den) = (0.0, 0.0);
    if x < 5.0 {
        for (n, d) in NUMERATOR.iter().zip(&DENOMINATOR).rev() {
            num = num * x + n;
            den = den * x + d;
        }
    } else {
        for (n, d) in NUMERATOR.iter().zip(&DENOMINATOR) {
            num = num / x + n;
            den = den / x + d;
        }
    }
    num / den
}

/// y**e in two halves where the whole would overflow.
fn power_parts(y: f64, size: f64) -> (f64, f64) {
    if size < 140.0 {
        (exp::power(y, size - 0.5), 1.0)
    } else {
        let half = exp::power(y, size / 2.0 - 0.25);
        (half, half)
    }
}

/// `math.gamma`
pub(super) fn gamma(x: f64) -> Result<f64> {
    if !x.is_finite() {
        return if x.is_nan() || x > 0.0 {
            Ok(x)
        } else {
            Err(Error::domain())
        };
    }
    if x == 0.0 {
        return Err(Error::domain());
    }
    if x == x.floor() {
        if x < 0.0 {
            return Err(Error::domain());
        }
        if x <= 23.0 {
            // Products up to 22! are exact in a float.
            return Ok((2..x as u32).fold(1.0, |product, n| product * f64::from(n)));
        }
    }
    let size = x.abs();
    let result = if size < 1e-20 {
        1.0 / x
    } else if size > 200.0 {
        if x < 0.0 {
            0.0 / sin_pi(x)
        } else {
            f64::INFINITY
        }
    } else {
        by_lanczos(x, size)
    };
    if result.is_infinite() {
        Err(Error::range())
    } else {
        Ok(result)
    }
}

fn by_lanczos(x: f64, size: f64) -> f64 {
    let y = size + G_MINUS_HALF;
    // What rounding y lost, as a correction of the result.
    let lost = if size > G_MINUS_HALF {
        (y - size) - G_MINUS_HALF
    } else {
        (y - G_MINUS_HALF) - size
    };
    let z = lost * G / y;
    let (first, second) = power_parts(y, size);
    if x < 0.0 {
        let r = -PI / sin_pi(size) / size * exp::exp(y) / lanczos_sum(size);
        let r = r - z * r;
        r / first / second
    } else {
        let r = lanczos_sum(size) / exp::exp(y);
        let r = r + z * r;
        r * first * second
    }
}

/// `math.lgamma`
pub(super) fn lgamma(x: f64) -> Result<f64> {
    if !x.is_finite() {
        return Ok(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 {
            Err(Error::domain())
        } else {
            Ok(0.0)
        };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-log::log(size));
    }
    let mut r = log::log(lanczos_sum(size)) - G;
    r += (size - 0.5) * (log::log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        r = LOG_PI - log::log(sin_pi(size).abs()) - log::log(size) - r;
    }
    if r.is_infinite() {
        Err(Error::range())
    } else {
        Ok(r)
    }
}
