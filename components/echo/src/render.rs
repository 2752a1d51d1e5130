//! Values as text, the same on every target: what the component saw.

/// IEEE 754 bits of a float, with one pattern for every NaN: hosts may change a NaN's payload on the way.
pub fn f32_bits(value: f32) -> u32 {
    if value.is_nan() {
        0x7fc0_0000
    } else {
        value.to_bits()
    }
}

/// As [`f32_bits`].
pub fn f64_bits(value: f64) -> u64 {
    if value.is_nan() {
        0x7ff8_0000_0000_0000
    } else {
        value.to_bits()
    }
}

/// `none`, or `some(VALUE)`.
pub fn option<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("some({value})"))
}

/// `[A, B]`.
pub fn list<T: std::fmt::Display>(values: &[T]) -> String {
    let items: Vec<String> = values.iter().map(T::to_string).collect();
    format!("[{}]", items.join(", "))
}

/// The sum of `value * position`, positions from 1, modulo 2^64: it changes when two arguments are exchanged.
pub fn weighted_sum(values: &[u64]) -> u64 {
    values.iter().zip(1u64..).fold(0, |sum, (value, position)| {
        sum.wrapping_add(value.wrapping_mul(position))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nan_has_the_same_bits() {
        for bits in [0x7fc0_0000u32, 0x7f80_0001, 0xffff_ffff] {
            assert_eq!(f32_bits(f32::from_bits(bits)), 0x7fc0_0000);
        }
        for bits in [0x7ff8_0000_0000_0000u64, 0x7ff0_0000_0000_0001, u64::MAX] {
            assert_eq!(f64_bits(f64::from_bits(bits)), 0x7ff8_0000_0000_0000);
        }
    }

    #[test]
    fn signed_zero_and_infinity_keep_their_bits() {
        assert_eq!(f32_bits(-0.0), 0x8000_0000);
        assert_eq!(f64_bits(-0.0), 0x8000_0000_0000_0000);
        assert_eq!(f64_bits(f64::INFINITY), 0x7ff0_0000_0000_0000);
    }

    #[test]
    fn text_forms() {
        assert_eq!(option::<u8>(None), "none");
        assert_eq!(option(Some(7)), "some(7)");
        assert_eq!(list::<u8>(&[]), "[]");
        assert_eq!(list(&[1, 2]), "[1, 2]");
    }

    #[test]
    fn weighted_sum_depends_on_the_order_and_wraps() {
        assert_eq!(weighted_sum(&[1, 2, 3]), 14);
        assert_eq!(weighted_sum(&[3, 2, 1]), 10);
        assert_eq!(weighted_sum(&[0, u64::MAX]), u64::MAX - 1);
    }
}
