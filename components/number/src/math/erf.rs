//! erf and erfc, in the steps of the classic library functions, which CPython's answers come from.
//!
//! The approximations' coefficients are those of fdlibm, whose notice is: Copyright (C) 1993 by Sun Microsystems, Inc. All
//! rights reserved. Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute
//! this software is freely granted, provided that this notice is preserved.

use crate::math::exp::exp;

/// erf(1), to 24 bits
const ERF_OF_ONE: f64 = 0.8450629115104675;
/// 2 / sqrt(pi) - 1
const SLOPE: f64 = 0.1283791670955126;
/// erf x / x - 1 below 0.84375: numerator
const NEAR_P: [f64; 5] = [
    0.12837916709551256,
    -0.3250421072470015,
    -0.02848174957559851,
    -0.005770270296489442,
    -2.3763016656650163e-05,
];
/// The denominator
const NEAR_Q: [f64; 6] = [
    1.0,
    0.39791722395915535,
    0.0650222499887673,
    0.005081306281875766,
    0.00013249473800432164,
    -3.960228278775368e-06,
];
/// erf x - erf 1 from 0.84375 to 1.25: numerator
const ONE_P: [f64; 7] = [
    -0.0023621185607526594,
    0.41485611868374833,
    -0.3722078760357013,
    0.31834661990116175,
    -0.11089469428239668,
    0.035478304325618236,
    -0.002166375594868791,
];
/// The denominator
const ONE_Q: [f64; 7] = [
    1.0,
    0.10642088040084423,
    0.540397917702171,
    0.07182865441419627,
    0.12617121980876164,
    0.01363708391202905,
    0.011984499846799107,
];
/// The exponent's correction of erfc up to 1 / 0.35: numerator
const MIDDLE_P: [f64; 8] = [
    -0.009864944034847148,
    -0.6938585727071818,
    -10.558626225323291,
    -62.375332450326006,
    -162.39666946257347,
    -184.60509290671104,
    -81.2874355063066,
    -9.814329344169145,
];
/// The denominator
const MIDDLE_Q: [f64; 9] = [
    1.0,
    19.651271667439257,
    137.65775414351904,
    434.56587747522923,
    645.3872717332679,
    429.00814002756783,
    108.63500554177944,
    6.570249770319282,
    -0.0604244152148581,
];
/// The same beyond: numerator
const FAR_P: [f64; 7] = [
    -0.0098649429247001,
    -0.799283237680523,
    -17.757954917754752,
    -160.63638485582192,
    -637.5664433683896,
    -1025.0951316110772,
    -483.5191916086514,
];
/// The denominator
const FAR_Q: [f64; 8] = [
    1.0,
    30.33806074348246,
    325.7925129965739,
    1536.729586084437,
    3199.8582195085955,
    2553.0504064331644,
    474.52854120695537,
    -22.44095244658582,
];

/// A polynomial, in pairs of coefficients: the order in which it is rounded is part of the answer.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    let square = x * x;
    let fourth = square * square;
    let powers = [1.0, square, fourth, fourth * square, fourth * fourth];
    let pairs = coefficients.chunks(2).map(|pair| match pair {
        [low, high] => low + x * high,
        other => other.iter().sum(),
    });
    let mut terms = pairs.zip(powers).map(|(pair, power)| power * pair);
    let first = terms.next().unwrap_or(0.0);
    terms.fold(first, |sum, term| sum + term)
}

/// erf x / x - 1 for |x| below 0.84375
fn near_zero(x: f64) -> f64 {
    let square = x * x;
    polynomial(&NEAR_P, square) / polynomial(&NEAR_Q, square)
}

/// erf |x| - erf 1 for |x| from 0.84375 to 1.25
fn near_one(size: f64) -> f64 {
    let s = size - 1.0;
    polynomial(&ONE_P, s) / polynomial(&ONE_Q, s)
}

/// erfc |x| for |x| from 1.25 to 28
fn tail(size: f64) -> f64 {
    let s = 1.0 / (size * size);
    // 1 / 0.35, by the high word
    let correction = if size < 2.857_141_494_750_976_6 {
        polynomial(&MIDDLE_P, s) / polynomial(&MIDDLE_Q, s)
    } else {
        polynomial(&FAR_P, s) / polynomial(&FAR_Q, s)
    };
    // The square of the upper half is exact.
    let upper = f64::from_bits(size.to_bits() & !0xffff_ffff);
    exp(-upper * upper - 0.5625) * exp((upper - size) * (upper + size) + correction) / size
}

/// The error function.
pub(super) fn erf(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() {
        return x;
    }
    let value = if size < 3.725_290_298_461_914e-9 {
        return x + SLOPE * x;
    } else if size < 0.84375 {
        return x + x * near_zero(x);
    } else if size < 1.25 {
        ERF_OF_ONE + near_one(size)
    } else if size < 6.0 {
        1.0 - tail(size)
    } else {
        1.0
    };
    value.copysign(x)
}

/// 1 - erf x, without cancellation.
pub(super) fn erfc(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() {
        return x;
    }
    if size < 1.387_778_780_781_445_7e-17 {
        return 1.0 - x;
    }
    if size < 0.84375 {
        let y = near_zero(x);
        return if x < 0.25 {
            1.0 - (x + x * y)
        } else {
            0.5 - (x * y + (x - 0.5))
        };
    }
    if size < 1.25 {
        let y = near_one(size);
        return if x > 0.0 {
            1.0 - ERF_OF_ONE - y
        } else {
            1.0 + (ERF_OF_ONE + y)
        };
    }
    match x > 0.0 {
        true if size < 28.0 => tail(size),
        true => 0.0,
        false if size < 6.0 => 2.0 - tail(size),
        false => 2.0,
    }
}
