//! sin, cos, tan and their inverses.

use crate::float::split;
use crate::math::dd::{Dd, fast_sum, product, sum};
use crate::math::tables::{
    COS_TERMS, HALF_PI, HALF_PI_NEXT, HALF_PI_REST, HALF_PI_TOP, PI, SIN_TERMS, SINES, TWO_OVER_PI,
};

/// x modulo pi / 2, between -pi / 4 and pi / 4, and the quadrant. x is finite.
fn reduced(x: f64) -> (Dd, u32) {
    let size = x.abs();
    if size < std::f64::consts::FRAC_PI_4 {
        return (Dd::new(x), 0);
    }
    if size < 32_768.0 {
        let (angle, quadrant) = reduced_middle(x);
        // Near a multiple of pi / 2 the difference needs more bits of it.
        if angle.hi.abs() > 1e-7 {
            return (angle, quadrant);
        }
    }
    let (fraction, quadrant) = turns(size);
    let angle = fraction.mul(HALF_PI);
    if x < 0.0 {
        (angle.neg(), quadrant.wrapping_neg() & 3)
    } else {
        (angle, quadrant)
    }
}

/// The same for |x| below 2**15, by subtraction: the products with the parts of pi / 2 are exact. To 2**-100 or so.
fn reduced_middle(x: f64) -> (Dd, u32) {
    let k = (x * std::f64::consts::FRAC_2_PI).round_ties_even();
    let rest = sum(x - k * HALF_PI_TOP, -k * HALF_PI_NEXT);
    let angle = sum(rest.hi, -k * HALF_PI_REST);
    (fast_sum(angle.hi, angle.lo + rest.lo), k as i32 as u32 & 3)
}

/// `x * 2 / pi` as a quadrant and a fraction between -1/2 and 1/2: the bits of 2 / pi that matter are multiplied as an
/// integer, so that no x is too large.
fn turns(x: f64) -> (Dd, u32) {
    let (mantissa, exponent) = split(x);
    let skip = (exponent - 2).max(0) as usize;
    let mut words = [0u64; 5];
    let mut carry = 0u128;
    for (i, word) in words.iter_mut().take(4).enumerate() {
        let t = u128::from(mantissa) * u128::from(window(skip + 64 * (3 - i))) + carry;
        *word = t as u64;
        carry = t >> 64;
    }
    words[4] = carry as u64;
    // The product counts in units of 2**-places: 254 of them, or a few more for a small x.
    let places = (256 + skip as i32 - exponent) as u32;
    let bit = |at: u32| (words[(at / 64) as usize % 5] >> (at % 64) & 1) as u32;
    let mut quadrant = if places < 319 {
        bit(places) | bit(places + 1) << 1
    } else {
        0
    };
    shift_left(&mut words, 320 - places);
    let negative = words[4] >> 63 == 1;
    if negative {
        negate(&mut words);
        quadrant += 1;
    }
    (fraction(&mut words, negative), quadrant & 3)
}

/// 64 bits of 2 / pi behind the first `skip`.
fn window(skip: usize) -> u64 {
    let word = |i: usize| TWO_OVER_PI.get(i).copied().unwrap_or(0);
    let (i, bits) = (skip / 64, skip % 64);
    if bits == 0 {
        word(i)
    } else {
        word(i) << bits | word(i + 1) >> (64 - bits)
    }
}

fn shift_left(words: &mut [u64; 5], bits: u32) {
    let (whole, bits) = ((bits / 64) as usize, bits % 64);
    for i in (0..5).rev() {
        let at = |i: usize| if i >= whole { words[i - whole] } else { 0 };
        let below = if bits == 0 || i == 0 {
            0
        } else {
            at(i - 1) >> (64 - bits)
        };
        words[i] = at(i) << bits | below;
    }
}

fn negate(words: &mut [u64; 5]) {
    let mut carry = true;
    for word in words {
        let (value, over) = (!*word).overflowing_add(u64::from(carry));
        *word = value;
        carry = over;
    }
}

/// The 320 bits behind the point as a float pair.
fn fraction(words: &mut [u64; 5], negative: bool) -> Dd {
    let mut zeros = 0;
    while words[4] == 0 && zeros < 256 {
        shift_left(words, 64);
        zeros += 64;
    }
    let lead = words[4].leading_zeros().min(63);
    shift_left(words, lead);
    let top = u128::from(words[4]) << 64 | u128::from(words[3]);
    let unit = libm::scalbn(
        if negative { -1.0 } else { 1.0 },
        -128 - zeros - lead as i32,
    );
    let high = ((top >> 75) as u64) as f64 * 37_778_931_862_957_161_709_568.0;
    let low = ((top & ((1 << 75) - 1)) >> 22) as u64 as f64 * 4_194_304.0;
    let value = fast_sum(high, low);
    Dd {
        hi: value.hi * unit,
        lo: value.lo * unit,
    }
}

/// sin and cos of an angle of at most pi / 4: from the table's nearest angle and the series of the difference.
fn sin_cos_dd(angle: Dd) -> (Dd, Dd) {
    let negative = angle.hi < 0.0;
    let angle = if negative { angle.neg() } else { angle };
    let index = ((angle.hi * 16.0).round_ties_even() as usize).min(SINES.len() - 1);
    let rest = sum(angle.hi, -(index as f64) / 16.0);
    let rest = fast_sum(rest.hi, rest.lo + angle.lo);
    let square = rest.mul(rest);
    let q = square.hi;
    let sin_tail = (1.0 - q / 110.0 * (1.0 - q / 156.0 * (1.0 - q / 210.0))) / 362_880.0;
    let cos_tail = (1.0 - q / 90.0 * (1.0 - q / 132.0 * (1.0 - q / 182.0))) / 40_320.0;
    let series = |tail: f64, terms: &[Dd; 3]| {
        let acc = terms
            .iter()
            .rev()
            .fold(Dd::new(tail), |acc, term| square.mul(acc).add(*term));
        square.mul(acc)
    };
    let sin = series(sin_tail, &SIN_TERMS).mul(rest).add(rest);
    let cos = series(cos_tail, &COS_TERMS).add(Dd::ONE);
    let (s, c) = SINES[index];
    let (sin, cos) = if index == 0 {
        (sin, cos)
    } else {
        (s.mul(cos).add(c.mul(sin)), c.mul(cos).sub(s.mul(sin)))
    };
    (if negative { sin.neg() } else { sin }, cos)
}

/// sin or cos of an angle of at most pi / 4 where a quick evaluation, with about 61 bits, is sure of the nearest float.
fn quick(angle: Dd, cosine: bool) -> Option<f64> {
    let negative = angle.hi < 0.0;
    let angle = if negative { angle.neg() } else { angle };
    let index = ((angle.hi * 16.0).round_ties_even() as usize).min(SINES.len() - 1);
    let rest = sum(angle.hi, -(index as f64) / 16.0);
    let (d, low) = (rest.hi, rest.lo + angle.lo);
    let q = d * d;
    // sin d - d and cos d - 1
    let sin = d * q * (-1.0 / 6.0 + q * (1.0 / 120.0 - q * (1.0 / 5040.0 - q * (1.0 / 362_880.0))));
    let cos = q * (-0.5 + q * (1.0 / 24.0 - q * (1.0 / 720.0 - q * (1.0 / 40_320.0)))) - d * low;
    let (s, c) = SINES[index];
    let (base, slope) = if cosine { (c, s.neg()) } else { (s, c) };
    let p = product(slope.hi, d);
    let total = sum(base.hi, p.hi);
    let low = p.lo + (base.lo + (slope.lo * d + (slope.hi * (low + sin) + base.hi * cos)));
    let value = Dd {
        hi: total.hi,
        lo: total.lo + low,
    };
    // 2**-60 of the result
    let value = value.settled(total.hi.abs() * 8.673_617_379_884_035e-19)?;
    Some(if negative && !cosine { -value } else { value })
}

/// sin x, or cos x, quickly; None where that is not sure.
fn quickly(x: f64, cosine: bool) -> Option<f64> {
    let (angle, quadrant) = reduced(x);
    let quadrant = (quadrant + u32::from(cosine)) & 3;
    let value = quick(angle, quadrant & 1 == 1)?;
    Some(if quadrant >= 2 { -value } else { value })
}

/// sin and cos of any finite number.
fn sin_cos(x: f64) -> (Dd, Dd) {
    let (angle, quadrant) = reduced(x);
    let (sin, cos) = sin_cos_dd(angle);
    match quadrant {
        0 => (sin, cos),
        1 => (cos, sin.neg()),
        2 => (sin.neg(), cos.neg()),
        _ => (cos.neg(), sin),
    }
}

/// Below this the first two terms of a series are enough.
const TINY: f64 = 7.45e-9;

/// sin x of a finite number.
pub(super) fn sin(x: f64) -> f64 {
    if x.abs() < TINY {
        return if x == 0.0 { x } else { x - x * x * x / 6.0 };
    }
    quickly(x, false).unwrap_or_else(|| sin_cos(x).0.value())
}

/// cos x of a finite number.
pub(super) fn cos(x: f64) -> f64 {
    if x.abs() < TINY {
        return 1.0 - x * x / 2.0;
    }
    quickly(x, true).unwrap_or_else(|| sin_cos(x).1.value())
}

/// tan x of a finite number.
pub(super) fn tan(x: f64) -> f64 {
    if x.abs() < TINY {
        return x + x * x * x / 3.0;
    }
    let (sin, cos) = sin_cos(x);
    sin.div(cos).value()
}

/// The angle of a point that is neither far from 1 nor near the x axis: one step of Newton's method from the library's
/// answer.
fn angle(y: Dd, x: Dd) -> f64 {
    let guess = libm::atan2(y.hi, x.hi);
    let (sin, cos) = sin_cos(guess);
    let across = y.mul(cos).sub(x.mul(sin));
    let along = x.mul(cos).add(y.mul(sin));
    Dd::new(guess).add(across.div(along)).value()
}

/// arctan x
pub(super) fn atan(x: f64) -> f64 {
    if x.abs() < TINY {
        return if x == 0.0 { x } else { x - x * x * x / 3.0 };
    }
    if x.abs() > 1e20 {
        let right = HALF_PI.sub(Dd::new(1.0 / x.abs())).value();
        return right.copysign(x);
    }
    angle(Dd::new(x), Dd::ONE)
}

/// arcsin x for |x| at most 1.
pub(super) fn asin(x: f64) -> f64 {
    if x.abs() < TINY {
        return x + x * x * x / 6.0;
    }
    angle(Dd::new(x), other_side(x))
}

/// arccos x for |x| at most 1.
pub(super) fn acos(x: f64) -> f64 {
    if x == 1.0 {
        return 0.0;
    }
    angle(other_side(x), Dd::new(x))
}

/// sqrt(1 - x * x)
fn other_side(x: f64) -> Dd {
    sum(1.0, -x).mul(sum(1.0, x)).sqrt()
}

/// The angle of the point (x, y), with the signs of zeros and infinities.
pub(super) fn atan2(y: f64, x: f64) -> f64 {
    if x == 0.0 || y == 0.0 || !x.is_finite() || !y.is_finite() {
        return libm::atan2(y, x);
    }
    let (ey, ex) = (libm::frexp(y).1, libm::frexp(x).1);
    if ey - ex < -64 {
        let ratio = y.abs() / x.abs();
        let angle = if x > 0.0 {
            ratio
        } else {
            PI.sub(Dd::new(ratio)).value()
        };
        return angle.copysign(y);
    }
    if ey - ex > 64 {
        // The sign of x decides on which side of the y axis the point is.
        let ratio = x / y.abs();
        return HALF_PI.sub(Dd::new(ratio)).value().copysign(y);
    }
    let (y, x) = (libm::scalbn(y, -ex), libm::scalbn(x, -ex));
    angle(Dd::new(y), Dd::new(x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::between;

    #[test]
    fn the_quick_way_is_the_long_way() {
        for n in 0..30_000 {
            for x in [
                between(n, -1.0, 1.0),
                between(n, -40_000.0, 40_000.0),
                between(n, -1e18, 1e18),
            ] {
                let (sine, cosine) = sin_cos(x);
                assert_eq!(sin(x), sine.value(), "sin {x:e}");
                assert_eq!(cos(x), cosine.value(), "cos {x:e}");
            }
        }
    }

    #[test]
    fn subtraction_reduces_as_multiplication_does() {
        for n in 0..30_000 {
            let x = between(n, 1.0, 32_768.0);
            let (long, quadrant) = turns(x);
            let long = long.mul(HALF_PI);
            let (short, same) = reduced_middle(x);
            // The middle between two quadrants may be seen from either.
            if quadrant == same && short.hi.abs() > 1e-7 {
                let difference = long.sub(short).hi.abs();
                assert!(difference < 1e-22 * short.hi.abs(), "{x:e}: {difference:e}");
            }
        }
    }
}
