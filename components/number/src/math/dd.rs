//! Double-double arithmetic: a number as the sum of two floats, about 106 bits.
//!
//! Everything is built from the four operations and the square root, which IEEE 754 fixes to the last bit: no fused
//! multiply-add, whose presence depends on the machine.

use crate::float::split;
use crate::int::scale;

/// `hi + lo`, where `lo` is at most half a unit in the last place of `hi`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dd {
    pub hi: f64,
    pub lo: f64,
}

/// `a + b` and what rounding lost, for `|a| >= |b|`.
pub(crate) fn fast_sum(a: f64, b: f64) -> Dd {
    let hi = a + b;
    Dd {
        hi,
        lo: (a - hi) + b,
    }
}

/// `a + b` and what rounding lost.
pub(crate) fn sum(a: f64, b: f64) -> Dd {
    let hi = a + b;
    let part = hi - a;
    Dd {
        hi,
        lo: (a - (hi - part)) + (b - part),
    }
}

/// `a * b` and what rounding lost (Dekker). Neither factor is near the ends of the range.
pub(crate) fn product(a: f64, b: f64) -> Dd {
    const SPLITTER: f64 = 134_217_729.0;
    let halves = |x: f64| {
        let t = SPLITTER * x;
        let high = t - (t - x);
        (high, x - high)
    };
    let hi = a * b;
    let ((ah, al), (bh, bl)) = (halves(a), halves(b));
    Dd {
        hi,
        lo: ((ah * bh - hi) + ah * bl + al * bh) + al * bl,
    }
}

impl Dd {
    pub(crate) const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    pub(crate) const fn new(x: f64) -> Self {
        Self { hi: x, lo: 0.0 }
    }

    pub(crate) fn add(self, other: Self) -> Self {
        let s = sum(self.hi, other.hi);
        let t = sum(self.lo, other.lo);
        let s = fast_sum(s.hi, s.lo + t.hi);
        fast_sum(s.hi, s.lo + t.lo)
    }

    pub(crate) fn neg(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }

    pub(crate) fn sub(self, other: Self) -> Self {
        self.add(other.neg())
    }

    pub(crate) fn mul(self, other: Self) -> Self {
        let p = product(self.hi, other.hi);
        fast_sum(p.hi, p.lo + (self.hi * other.lo + self.lo * other.hi))
    }

    pub(crate) fn mul_f(self, other: f64) -> Self {
        let p = product(self.hi, other);
        fast_sum(p.hi, p.lo + self.lo * other)
    }

    pub(crate) fn div(self, other: Self) -> Self {
        let q1 = self.hi / other.hi;
        let rest = self.sub(other.mul_f(q1));
        let q2 = rest.hi / other.hi;
        let rest = rest.sub(other.mul_f(q2));
        let q = fast_sum(q1, q2);
        q.add(Self::new(rest.hi / other.hi))
    }

    /// The square root of a number that is not negative.
    pub(crate) fn sqrt(self) -> Self {
        if self.hi <= 0.0 {
            return Self::new(0.0);
        }
        let root = self.hi.sqrt();
        let rest = self.sub(product(root, root));
        fast_sum(root, rest.hi / (2.0 * root))
    }

    /// The value as one float.
    pub(crate) fn value(self) -> f64 {
        self.hi + self.lo
    }

    /// `self * 2**exponent`, rounded once even where the result is subnormal. The number is positive and of middle size.
    pub(crate) fn scaled(self, exponent: i32) -> f64 {
        let whole = fast_sum(self.hi, self.lo);
        let (mantissa, power) = split(whole.hi);
        // Ten more bits of room, in units of which the low part is a small number with a fraction.
        let unit = libm::scalbn(1.0, 10 - power);
        let low = whole.lo * unit;
        let floored = low.floor();
        let mantissa = (mantissa << 10).wrapping_add_signed(floored as i64);
        scale(
            mantissa,
            low != floored,
            i64::from(power) - 10 + i64::from(exponent),
        )
    }

    /// The value as one float, if the number's error, at most `error`, does not make it doubtful which.
    #[inline]
    pub(crate) fn settled(self, error: f64) -> Option<f64> {
        let whole = fast_sum(self.hi, self.lo);
        let (low, high) = (whole.hi + (whole.lo - error), whole.hi + (whole.lo + error));
        (low == high).then_some(low)
    }
}
