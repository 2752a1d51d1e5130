//! Integers beyond 64 bits: two's complement, sign and magnitude, decimal text.
//!
//! A magnitude is big-endian bytes; leading zeros are taken and never given, zero is the empty slice. The conversions to and
//! from decimal multiply by Karatsuba's method, so their time grows with the length to the power of 1.6, and they refuse
//! more than [`MAX_DIGITS`].

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

/// The magnitude that decimal digits (`0`..=`9`, nothing else) stand for; `None` when more than [`MAX_DIGITS`] are left
/// without leading zeros.
pub fn from_decimal(digits: &[u8]) -> Option<Vec<u8>> {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let digits = &digits[zeros..];
    if digits.len() > MAX_DIGITS {
        return None;
    }
    let limbs: Vec<u32> = digits
        .rchunks(9)
        .map(|chunk| {
            chunk
                .iter()
                .fold(0, |limb, digit| limb * 10 + u32::from(digit - b'0'))
        })
        .collect();
    let limbs = convert::<DECIMAL, BINARY>(&limbs);
    let bytes: Vec<u8> = limbs
        .iter()
        .rev()
        .flat_map(|limb| limb.to_be_bytes())
        .collect();
    Some(stripped(&bytes).to_vec())
}

/// The decimal digits of a magnitude, without leading zeros (`0` for zero); `None` when they are more than [`MAX_DIGITS`].
pub fn to_decimal(magnitude: &[u8]) -> Option<String> {
    let magnitude = stripped(magnitude);
    if magnitude.len() > MAX_BYTES {
        return None;
    }
    let limbs: Vec<u32> = magnitude
        .rchunks(4)
        .map(|chunk| {
            chunk
                .iter()
                .fold(0, |limb, byte| limb << 8 | u32::from(*byte))
        })
        .collect();
    let limbs = convert::<BINARY, DECIMAL>(&limbs);
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
    (text.len() <= MAX_DIGITS).then_some(text)
}

fn stripped(magnitude: &[u8]) -> &[u8] {
    let zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
    &magnitude[zeros..]
}

// Natural numbers as limbs below a base, least significant first.

const BINARY: u64 = 1 << 32;
const DECIMAL: u64 = 1_000_000_000;

/// Limbs that are converted one by one, and the width up to which products are formed one by one.
const CHUNK: usize = 32;

/// The same number in base `TO`. Halves are converted on their own and joined by one multiplication.
fn convert<const FROM: u64, const TO: u64>(limbs: &[u32]) -> Vec<u32> {
    // powers[i] is FROM^(CHUNK * 2^i).
    let mut powers: Vec<Vec<u32>> = Vec::new();
    while CHUNK << powers.len() < limbs.len() {
        powers.push(match powers.last() {
            Some(last) => multiply::<TO>(last, last),
            None => {
                let mut one_and_zeros = vec![0; CHUNK];
                one_and_zeros.push(1);
                convert_chunk::<FROM, TO>(&one_and_zeros)
            }
        });
    }
    convert_with::<FROM, TO>(limbs, &powers)
}

fn convert_with<const FROM: u64, const TO: u64>(limbs: &[u32], powers: &[Vec<u32>]) -> Vec<u32> {
    if limbs.len() <= CHUNK {
        return convert_chunk::<FROM, TO>(limbs);
    }
    // As deep as the binary logarithm of the length: 12 levels for MAX_DIGITS.
    let level = (0..powers.len())
        .rfind(|level| CHUNK << level < limbs.len())
        .unwrap_or(0);
    let (low, high) = limbs.split_at(CHUNK << level);
    let high = convert_with::<FROM, TO>(high, &powers[..level]);
    let mut value = multiply::<TO>(&high, &powers[level]);
    add::<TO>(
        &mut value,
        &convert_with::<FROM, TO>(low, &powers[..level]),
        0,
    );
    value
}

fn convert_chunk<const FROM: u64, const TO: u64>(limbs: &[u32]) -> Vec<u32> {
    let mut value: Vec<u32> = Vec::with_capacity(limbs.len() + limbs.len() / 8 + 1);
    for limb in limbs.iter().rev() {
        let mut carry = u64::from(*limb);
        for place in &mut value {
            carry += u64::from(*place) * FROM;
            *place = (carry % TO) as u32;
            carry /= TO;
        }
        while carry != 0 {
            value.push((carry % TO) as u32);
            carry /= TO;
        }
    }
    value
}

fn multiply<const BASE: u64>(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut product = vec![0; long.len() + short.len()];
    if short.len() <= CHUNK {
        multiply_plain::<BASE>(long, short, &mut product);
    } else if long.len() >= 2 * short.len() {
        for (index, part) in long.chunks(short.len()).enumerate() {
            add::<BASE>(
                &mut product,
                &multiply::<BASE>(part, short),
                index * short.len(),
            );
        }
    } else {
        multiply_karatsuba::<BASE>(long, short, &mut product);
    }
    product
}

/// Column by column: what a column of the product totals is divided by the base once for many products, not for each.
fn multiply_plain<const BASE: u64>(a: &[u32], b: &[u32], product: &mut [u32]) {
    // So many products of two limbs fit 64 bits together.
    let group = if BASE == DECIMAL { 16 } else { 1 };
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
            let groups = a[from..to].chunks(group).zip(down.rchunks(group));
            for (ones, others) in groups {
                let pairs = ones.iter().zip(others.iter().rev());
                let total: u64 = pairs
                    .map(|(one, other)| u64::from(*one) * u64::from(*other))
                    .sum();
                low += total % BASE;
                high += total / BASE;
            }
        }
        *place = (low % BASE) as u32;
        carry = high + low / BASE;
    }
}

/// (a1 x + a0)(b1 x + b0) with three products of half the width instead of four. `b` is longer than half of `a`.
fn multiply_karatsuba<const BASE: u64>(a: &[u32], b: &[u32], product: &mut [u32]) {
    let half = a.len().div_ceil(2);
    let ((a0, a1), (b0, b1)) = (a.split_at(half), b.split_at(half));
    let low = multiply::<BASE>(a0, b0);
    let high = multiply::<BASE>(a1, b1);
    let mut middle = multiply::<BASE>(&sum::<BASE>(a0, a1), &sum::<BASE>(b0, b1));
    subtract::<BASE>(&mut middle, &low);
    subtract::<BASE>(&mut middle, &high);
    add::<BASE>(product, &low, 0);
    add::<BASE>(product, &high, 2 * half);
    add::<BASE>(product, &middle, half);
}

fn sum<const BASE: u64>(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut total = a.to_vec();
    total.resize(a.len().max(b.len()) + 1, 0);
    add::<BASE>(&mut total, b, 0);
    total
}

/// `to += what * BASE^shift`. `to` has room for the sum; `what` may have zeros beyond it.
fn add<const BASE: u64>(to: &mut [u32], what: &[u32], shift: usize) {
    let mut carry = 0;
    for (index, place) in to[shift..].iter_mut().enumerate() {
        let limb = match what.get(index) {
            Some(limb) => u64::from(*limb),
            None if carry == 0 => return,
            None => 0,
        };
        let value = u64::from(*place) + limb + carry;
        carry = u64::from(value >= BASE);
        *place = (value - carry * BASE) as u32;
    }
}

/// `from -= what`, which is not larger.
fn subtract<const BASE: u64>(from: &mut [u32], what: &[u32]) {
    let mut borrow = 0;
    for (index, place) in from.iter_mut().enumerate() {
        let limb = match what.get(index) {
            Some(limb) => u64::from(*limb),
            None if borrow == 0 => return,
            None => 0,
        };
        let (place_value, taken) = (u64::from(*place), limb + borrow);
        borrow = u64::from(place_value < taken);
        *place = (place_value + borrow * BASE - taken) as u32;
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
        assert_eq!(from_decimal(&[b'1'; MAX_DIGITS + 1]), None);
        assert_eq!(from_decimal(&[b'0'; MAX_DIGITS + 1]), Some(Vec::new()));
        assert_eq!(to_decimal(&[1; MAX_BYTES + 1]), None);
    }
}
