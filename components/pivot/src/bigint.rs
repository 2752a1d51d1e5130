//! Integers beyond 64 bits: two's complement, sign and magnitude, decimal text.
//!
//! A magnitude is big-endian bytes; leading zeros are taken and never given, zero is the empty slice. The conversions to and
//! from decimal multiply by Karatsuba's method, so their time grows with the length to the power of 1.6, and they refuse
//! more than [`MAX_DIGITS`].

use crate::error::{Error, ErrorKind};
use crate::memory::reserve;

/// The most decimal digits that a conversion takes or gives. It bounds the time that a digit can cost.
pub const MAX_DIGITS: usize = 1_000_000;

/// The bytes of 10^[`MAX_DIGITS`]`-1`.
const MAX_BYTES: usize = 415_242;

/// An integer that fits 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    /// 0 ..= 2^64-1.
    Uint(u64),
    /// -2^63 ..= -1.
    Int(i64),
}

/// The integer as a MessagePack int, if it fits one. Zero has no sign.
pub fn to_small(negative: bool, magnitude: &[u8]) -> Option<Small> {
    let magnitude = stripped(magnitude);
    if magnitude.len() > 8 {
        return None;
    }
    let value = magnitude
        .iter()
        .fold(0, |value, byte| value << 8 | u64::from(*byte));
    match (negative, value) {
        (false, _) | (true, 0) => Some(Small::Uint(value)),
        (true, 1..=0x8000_0000_0000_0000) => Some(Small::Int(value.wrapping_neg() as i64)),
        (true, _) => None,
    }
}

/// The integer in two's complement, big-endian, in the fewest bytes (one at least).
pub fn to_twos_complement(negative: bool, magnitude: &[u8]) -> Vec<u8> {
    let magnitude = stripped(magnitude);
    if !negative || magnitude.is_empty() {
        return from_unsigned(false, magnitude);
    }
    let mut less_one = magnitude.to_vec();
    for byte in less_one.iter_mut().rev() {
        let (value, borrow) = byte.overflowing_sub(1);
        *byte = value;
        if !borrow {
            break;
        }
    }
    from_unsigned(true, &less_one)
}

/// `n` or, when `complement`, `-1 - n`, in two's complement, big-endian, in the fewest bytes: the form that CBOR's tags 2
/// and 3 carry. `n` is big-endian.
pub fn from_unsigned(complement: bool, n: &[u8]) -> Vec<u8> {
    let n = stripped(n);
    let mask = if complement { 0xff } else { 0 };
    let mut bytes = Vec::with_capacity(n.len() + 1);
    if n.first().is_none_or(|first| first & 0x80 != 0) {
        bytes.push(mask);
    }
    bytes.extend(n.iter().map(|byte| byte ^ mask));
    bytes
}

/// The inverse of [`from_unsigned`]: whether it is the complement, and `n` without leading zeros. Takes bytes that are not
/// minimal, too; no bytes are zero.
pub fn to_unsigned(bytes: &[u8]) -> (bool, Vec<u8>) {
    let complement = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let mask = if complement { 0xff } else { 0 };
    let n = bytes
        .iter()
        .map(|byte| byte ^ mask)
        .skip_while(|byte| *byte == 0)
        .collect();
    (complement, n)
}

/// The inverse of [`to_twos_complement`]: whether it is negative, and the magnitude.
pub fn from_twos_complement(bytes: &[u8]) -> (bool, Vec<u8>) {
    let (negative, mut magnitude) = to_unsigned(bytes);
    if negative {
        let carried = magnitude.iter_mut().rev().all(|byte| {
            *byte = byte.wrapping_add(1);
            *byte == 0
        });
        if carried {
            magnitude.insert(0, 1);
        }
    }
    (negative, magnitude)
}

/// The magnitude that decimal digits (`0`..=`9`, nothing else) stand for.
///
/// # Errors
/// `SizeLimit` at offset 0: more than [`MAX_DIGITS`] are left without leading zeros, or there is no memory.
pub fn from_decimal(digits: &[u8]) -> Result<Vec<u8>, Error> {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let digits = &digits[zeros..];
    if digits.len() > MAX_DIGITS {
        return Err(too_long());
    }
    let limbs = convert(&limbs(digits, DECIMAL)?, DECIMAL, BINARY);
    let bytes: Vec<u8> = limbs
        .iter()
        .rev()
        .flat_map(|limb| {
            let [_, bytes @ ..] = limb.to_be_bytes();
            bytes
        })
        .collect();
    Ok(stripped(&bytes).to_vec())
}

/// The decimal digits of a magnitude, without leading zeros (`0` for zero).
///
/// # Errors
/// `SizeLimit` at offset 0: they are more than [`MAX_DIGITS`], or there is no memory.
pub fn to_decimal(magnitude: &[u8]) -> Result<String, Error> {
    let magnitude = stripped(magnitude);
    if magnitude.len() > MAX_BYTES {
        return Err(too_long());
    }
    let limbs = convert(&limbs(magnitude, BINARY)?, BINARY, DECIMAL);
    let mut text = String::with_capacity(limbs.len() * 9 + 1);
    for limb in limbs.iter().rev() {
        let mut digits = [b'0'; 9];
        let mut rest = *limb;
        for digit in digits.iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
        let skip = if text.is_empty() {
            digits.iter().take_while(|digit| **digit == b'0').count()
        } else {
            0
        };
        text.extend(digits[skip..].iter().map(|digit| char::from(*digit)));
    }
    if text.is_empty() {
        text.push('0');
    }
    if text.len() > MAX_DIGITS {
        return Err(too_long());
    }
    Ok(text)
}

#[cold]
fn too_long() -> Error {
    Error::new(
        ErrorKind::SizeLimit,
        0,
        "an integer of more than {} digits cannot be converted",
    )
    .value(MAX_DIGITS as u64)
}

fn stripped(magnitude: &[u8]) -> &[u8] {
    let zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
    &magnitude[zeros..]
}

// Natural numbers as limbs below a base, least significant first. The base is a value and not a type's parameter: the code
// is there once, and so seldom divides that it does not matter.

/// Three bytes: with limbs of four, a sum of two products would not fit 64 bits.
const BINARY: u64 = 1 << 24;
/// Nine digits.
const DECIMAL: u64 = 1_000_000_000;
/// So many products of two limbs fit 64 bits together, in either base.
const GROUP: usize = 16;

/// Words of memory that a conversion needs at the same time, for each limb that it is given.
const WORDS_PER_LIMB: usize = 16;

/// Decimal digits (for [`DECIMAL`]) or big-endian bytes (for [`BINARY`]) as limbs. Fails when there is no memory to
/// convert them: it is asked for at once here, so that nothing after this has to.
fn limbs(digits: &[u8], base: u64) -> Result<Vec<u32>, Error> {
    let (width, radix, zero) = if base == DECIMAL {
        (9, 10, b'0')
    } else {
        (3, 256, 0)
    };
    let limb = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(0, |limb, digit| limb * radix + u32::from(digit - zero))
    };
    reserve(
        &mut Vec::<u32>::new(),
        digits.len().div_ceil(width) * WORDS_PER_LIMB,
    )?;
    Ok(digits.rchunks(width).map(limb).collect())
}

/// Limbs that are converted one by one, and the width up to which products are formed one by one.
const CHUNK: usize = 32;

/// The same number in base `to`. Halves are converted on their own and joined by one multiplication.
fn convert(limbs: &[u32], from: u64, to: u64) -> Vec<u32> {
    // powers[i] is from^(CHUNK * 2^i).
    let mut powers: Vec<Vec<u32>> = Vec::new();
    while CHUNK << powers.len() < limbs.len() {
        powers.push(match powers.last() {
            Some(last) => multiply(last, last, to),
            None => {
                let mut one_and_zeros = vec![0; CHUNK];
                one_and_zeros.push(1);
                convert_chunk(&one_and_zeros, from, to)
            }
        });
    }
    convert_with(limbs, &powers, from, to)
}

fn convert_with(limbs: &[u32], powers: &[Vec<u32>], from: u64, to: u64) -> Vec<u32> {
    if limbs.len() <= CHUNK {
        return convert_chunk(limbs, from, to);
    }
    // As deep as the binary logarithm of the length: 12 levels for MAX_DIGITS.
    let level = (0..powers.len())
        .rfind(|level| CHUNK << level < limbs.len())
        .unwrap_or(0);
    let (low, high) = limbs.split_at(CHUNK << level);
    let high = convert_with(high, &powers[..level], from, to);
    let mut value = multiply(&high, &powers[level], to);
    add(
        &mut value,
        &convert_with(low, &powers[..level], from, to),
        0,
        to,
    );
    value
}

fn convert_chunk(limbs: &[u32], from: u64, to: u64) -> Vec<u32> {
    let mut value: Vec<u32> = Vec::with_capacity(limbs.len() + limbs.len() / 8 + 1);
    for limb in limbs.iter().rev() {
        let mut carry = u64::from(*limb);
        for place in &mut value {
            carry += u64::from(*place) * from;
            *place = (carry % to) as u32;
            carry /= to;
        }
        while carry != 0 {
            value.push((carry % to) as u32);
            carry /= to;
        }
    }
    value
}

fn multiply(a: &[u32], b: &[u32], base: u64) -> Vec<u32> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut product = vec![0; long.len() + short.len()];
    if short.len() <= CHUNK {
        multiply_plain(long, short, &mut product, base);
    } else if long.len() >= 2 * short.len() {
        for (index, part) in long.chunks(short.len()).enumerate() {
            add(
                &mut product,
                &multiply(part, short, base),
                index * short.len(),
                base,
            );
        }
    } else {
        multiply_karatsuba(long, short, &mut product, base);
    }
    product
}

/// Column by column: what a column of the product totals is divided by the base once for many products, not for each.
fn multiply_plain(a: &[u32], b: &[u32], product: &mut [u32], base: u64) {
    let mut carry = 0;
    for (column, place) in product.iter_mut().enumerate() {
        // The pairs a[i], b[column - i] that there are.
        let (from, to) = (
            (column + 1).saturating_sub(b.len()),
            a.len().min(column + 1),
        );
        let (mut low, mut high) = (carry, 0);
        if from < to {
            let down = &b[column + 1 - to..column + 1 - from];
            let groups = a[from..to].chunks(GROUP).zip(down.rchunks(GROUP));
            for (ones, others) in groups {
                let pairs = ones.iter().zip(others.iter().rev());
                let total: u64 = pairs
                    .map(|(one, other)| u64::from(*one) * u64::from(*other))
                    .sum();
                low += total % base;
                high += total / base;
            }
        }
        *place = (low % base) as u32;
        carry = high + low / base;
    }
}

/// (a1 x + a0)(b1 x + b0) with three products of half the width instead of four. `b` is longer than half of `a`.
fn multiply_karatsuba(a: &[u32], b: &[u32], product: &mut [u32], base: u64) {
    let half = a.len().div_ceil(2);
    let ((a0, a1), (b0, b1)) = (a.split_at(half), b.split_at(half));
    let low = multiply(a0, b0, base);
    let high = multiply(a1, b1, base);
    let mut middle = multiply(&sum(a0, a1, base), &sum(b0, b1, base), base);
    subtract(&mut middle, &low, base);
    subtract(&mut middle, &high, base);
    add(product, &low, 0, base);
    add(product, &high, 2 * half, base);
    add(product, &middle, half, base);
}

fn sum(a: &[u32], b: &[u32], base: u64) -> Vec<u32> {
    let mut total = a.to_vec();
    total.resize(a.len().max(b.len()) + 1, 0);
    add(&mut total, b, 0, base);
    total
}

/// `to += what * base^shift`. `to` has room for the sum; `what` may have zeros beyond it.
fn add(to: &mut [u32], what: &[u32], shift: usize, base: u64) {
    let mut carry = 0;
    for (index, place) in to[shift..].iter_mut().enumerate() {
        let limb = match what.get(index) {
            Some(limb) => u64::from(*limb),
            None if carry == 0 => return,
            None => 0,
        };
        let value = u64::from(*place) + limb + carry;
        carry = u64::from(value >= base);
        *place = (value - carry * base) as u32;
    }
}

/// `from -= what`, which is not larger.
fn subtract(from: &mut [u32], what: &[u32], base: u64) {
    let mut borrow = 0;
    for (index, place) in from.iter_mut().enumerate() {
        let limb = match what.get(index) {
            Some(limb) => u64::from(*limb),
            None if borrow == 0 => return,
            None => 0,
        };
        let (place_value, taken) = (u64::from(*place), limb + borrow);
        borrow = u64::from(place_value < taken);
        *place = (place_value + borrow * base - taken) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twos_complement_is_minimal() {
        for (negative, magnitude, expected) in [
            (false, &[][..], &[0][..]),
            (true, &[0, 0], &[0]),
            (false, &[1], &[1]),
            (true, &[1], &[0xff]),
            (false, &[0x7f], &[0x7f]),
            (false, &[0x80], &[0, 0x80]),
            (true, &[0x80], &[0x80]),
            (true, &[0x81], &[0xff, 0x7f]),
            (true, &[1, 0], &[0xff, 0]),
            (false, &[0, 1, 0], &[1, 0]),
        ] {
            assert_eq!(
                to_twos_complement(negative, magnitude),
                expected,
                "{negative} {magnitude:?}"
            );
            let (sign, back) = from_twos_complement(expected);
            assert_eq!(
                (sign, back.as_slice()),
                (negative && !back.is_empty(), stripped(magnitude))
            );
        }
    }

    #[test]
    fn smalls_end_where_64_bits_end() {
        assert_eq!(to_small(false, &[0xff; 8]), Some(Small::Uint(u64::MAX)));
        assert_eq!(to_small(false, &[1, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(
            to_small(true, &[0x80, 0, 0, 0, 0, 0, 0, 0]),
            Some(Small::Int(i64::MIN))
        );
        assert_eq!(to_small(true, &[0x80, 0, 0, 0, 0, 0, 0, 1]), None);
        assert_eq!(to_small(true, &[0]), Some(Small::Uint(0)));
    }

    #[test]
    fn decimal_limits_are_where_they_are_said_to_be() {
        let largest = from_decimal(&[b'9'; MAX_DIGITS]).unwrap();
        assert_eq!(largest.len(), MAX_BYTES);
        let too_long = from_decimal(&[b'1'; MAX_DIGITS + 1]).unwrap_err();
        assert_eq!(too_long.kind(), ErrorKind::SizeLimit);
        assert!(too_long.message().contains("1000000 digits"));
        assert_eq!(from_decimal(&[b'0'; MAX_DIGITS + 1]), Ok(Vec::new()));
        assert_eq!(to_decimal(&[1; MAX_BYTES + 1]), Err(too_long));
    }
}
