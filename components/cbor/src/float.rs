//! Floats of all three widths.

use crate::head::SIMPLE;
use molt_pivot::Buffer;

/// The value of a binary16.
pub(crate) fn from_half(bits: u16) -> f64 {
    let exponent = u32::from(bits >> 10 & 0x1f);
    let mantissa = u32::from(bits & 0x3ff);
    let magnitude = match exponent {
        // Subnormal, in units of 2^-24.
        0 => mantissa as f32 / 16_777_216.0,
        31 => f32::from_bits(0x7f80_0000 | mantissa << 13),
        _ => f32::from_bits((exponent + 112) << 23 | mantissa << 13),
    };
    f64::from(if bits >> 15 == 0 {
        magnitude
    } else {
        -magnitude
    })
}

/// The binary16 with the value, if there is one. Not for NaN.
fn to_half(value: f32) -> Option<u16> {
    let bits = value.to_bits();
    let sign = (bits >> 16 & 0x8000) as u16;
    let exponent = (bits >> 23 & 0xff) as i32 - 127;
    let mantissa = bits & 0x7f_ffff;
    let magnitude = match exponent {
        -127 if mantissa == 0 => 0,
        128 => 0x7c00,
        -14..=15 if mantissa & 0x1fff == 0 => ((exponent + 15) as u32) << 10 | mantissa >> 13,
        // Subnormal: the leading 1 becomes a bit of the mantissa, in units of 2^-24.
        -24..=-15 => {
            let (whole, shift) = (mantissa | 0x80_0000, -(exponent + 1));
            if whole & ((1 << shift) - 1) != 0 {
                return None;
            }
            whole >> shift
        }
        _ => return None,
    };
    Some(sign | magnitude as u16)
}

/// Writes the shortest float that keeps the value; NaN as the one with two bytes of payload.
pub(crate) fn write_float(out: &mut Buffer, value: f64) {
    let initial = SIMPLE << 5;
    let narrow = value as f32;
    if value.is_nan() {
        out.put([initial | 25, 0x7e, 0]);
    } else if f64::from(narrow) != value {
        out.put_with(initial | 27, value.to_be_bytes());
    } else if let Some(half) = to_half(narrow) {
        out.put_with(initial | 25, half.to_be_bytes());
    } else {
        out.put_with(initial | 26, narrow.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_goes_both_ways() {
        for bits in 0..=u16::MAX {
            let value = from_half(bits);
            if !value.is_nan() {
                assert_eq!(to_half(value as f32), Some(bits), "{bits:04x}");
            }
        }
    }

    #[test]
    fn what_is_between_two_halves_is_none() {
        for bits in (0..0x7bff_u16).step_by(7) {
            let middle = (from_half(bits) + from_half(bits + 1)) / 2.0;
            assert_eq!(to_half(middle as f32), None, "{bits:04x}");
        }
        for value in [65_520.0, 1e30, 1e-30, f32::MIN_POSITIVE, f32::from_bits(1)] {
            assert_eq!(to_half(value), None, "{value}");
        }
    }
}
