//! Sums that lose nothing, or little: fsum, sum, sumprod, hypot, dist.

use crate::error::{Error, Result};
use crate::math::dd::{fast_sum, product, sum};

/// `math.fsum`: the exact sum, rounded once (Shewchuk's partial sums).
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    /// Floats that do not overlap, in increasing size: together the sum so far
    partials: Vec<f64>,
    special: f64,
    infinities: f64,
}

impl ExactSum {
    /// Adds a number.
    pub fn push(&mut self, given: f64) -> Result<()> {
        let mut x = given;
        let mut kept = 0;
        for at in 0..self.partials.len() {
            let y = self.partials[at];
            let s = if x.abs() < y.abs() {
                fast_sum(y, x)
            } else {
                fast_sum(x, y)
            };
            if s.lo != 0.0 {
                self.partials[kept] = s.lo;
                kept += 1;
            }
            x = s.hi;
        }
        self.partials.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.partials.push(x);
            return Ok(());
        }
        if given.is_finite() {
            return Err(Error::overflow("intermediate overflow in fsum"));
        }
        if given.is_infinite() {
            self.infinities += given;
        }
        self.special += given;
        self.partials.clear();
        Ok(())
    }

    /// The sum.
    pub fn finish(mut self) -> Result<f64> {
        if self.special != 0.0 {
            return match self.infinities.is_nan() {
                true => Err(Error::value("-inf + inf in fsum")),
                false => Ok(self.special),
            };
        }
        let Some(mut high) = self.partials.pop() else {
            return Ok(0.0);
        };
        let mut low = 0.0;
        while let Some(y) = self.partials.pop() {
            let s = fast_sum(high, y);
            (high, low) = (s.hi, s.lo);
            if low != 0.0 {
                break;
            }
        }
        // A tie was rounded to even, but what is left below it decides.
        if let Some(next) = self.partials.last()
            && ((low < 0.0 && *next < 0.0) || (low > 0.0 && *next > 0.0))
        {
            let twice = low * 2.0;
            let other = high + twice;
            if twice == other - high {
                high = other;
            }
        }
        Ok(high)
    }
}

/// What the builtin `sum` does with floats since 3.12: it carries along what rounding lost (Neumaier).
#[derive(Clone, Copy, Debug)]
pub struct CompensatedSum {
    total: f64,
    lost: f64,
}

impl CompensatedSum {
    /// Starts with a number.
    pub const fn new(start: f64) -> Self {
        Self {
            total: start,
            lost: 0.0,
        }
    }

    /// Adds a float.
    pub fn push(&mut self, x: f64) {
        let total = self.total + x;
        let s = if self.total.abs() >= x.abs() {
            (self.total - total) + x
        } else {
            (x - total) + self.total
        };
        self.lost += s;
        self.total = total;
    }

    /// Adds an int, as CPython does: without compensation.
    pub fn push_int(&mut self, n: f64) {
        self.total += n;
    }

    /// The sum.
    pub fn finish(self) -> f64 {
        if self.lost != 0.0 && self.lost.is_finite() {
            self.total + self.lost
        } else {
            self.total
        }
    }
}

/// `math.sumprod` of floats: a sum of products in triple length.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProductSum {
    high: f64,
    low: f64,
    tiny: f64,
}

impl ProductSum {
    /// Adds `x * y`; `None` if the sum is not finite any more (the caller goes on without extra precision).
    pub fn with(self, x: f64, y: f64) -> Option<Self> {
        let p = product(x, y);
        let s = sum(self.high, p.hi);
        let r = sum(self.low, p.lo);
        let t = sum(r.hi, s.lo);
        s.hi.is_finite().then_some(Self {
            high: s.hi,
            low: t.hi,
            tiny: self.tiny + r.lo + t.lo,
        })
    }

    /// The sum.
    pub fn finish(self) -> f64 {
        let last = sum(self.low, self.high);
        self.tiny + last.lo + last.hi
    }
}

/// `math.hypot(*vector)`; the vector is used up.
pub fn hypot(vector: &mut [f64]) -> f64 {
    let mut largest = 0.0f64;
    let mut nan = false;
    for x in vector.iter_mut() {
        *x = x.abs();
        nan |= x.is_nan();
        if *x > largest {
            largest = *x;
        }
    }
    norm(vector, largest, nan)
}

/// `math.dist(p, q)`
pub fn dist(p: &[f64], q: &[f64]) -> Result<f64> {
    if p.len() != q.len() {
        return Err(Error::value(
            "both points must have the same number of dimensions",
        ));
    }
    let mut differences: Vec<f64> = p.iter().zip(q).map(|(a, b)| a - b).collect();
    Ok(hypot(&mut differences))
}

/// The length of a vector of sizes: scaled by a power of two, squared and summed without loss, and the square root is
/// corrected by what it lost.
fn norm(vector: &mut [f64], largest: f64, nan: bool) -> f64 {
    if largest.is_infinite() {
        return largest;
    }
    if nan {
        return f64::NAN;
    }
    if largest == 0.0 || vector.len() <= 1 {
        return largest;
    }
    let exponent = libm::frexp(largest).1;
    if exponent < -1023 {
        // The scale would overflow: subnormals become normal first.
        for x in vector.iter_mut() {
            *x /= f64::MIN_POSITIVE;
        }
        return f64::MIN_POSITIVE * norm(vector, largest / f64::MIN_POSITIVE, nan);
    }
    let scale = libm::scalbn(1.0, -exponent);
    // Starting at one keeps the running sum the larger operand of every addition.
    let (mut total, mut from_squares, mut from_sums) = (1.0, 0.0, 0.0);
    for x in vector.iter() {
        let square = product(x * scale, x * scale);
        let s = fast_sum(total, square.hi);
        total = s.hi;
        from_squares += square.lo;
        from_sums += s.lo;
    }
    let root = (total - 1.0 + (from_squares + from_sums)).sqrt();
    let square = product(-root, root);
    let s = fast_sum(total, square.hi);
    let rest = s.hi - 1.0 + (from_squares + square.lo + (from_sums + s.lo));
    (root + rest / (2.0 * root)) / scale
}
