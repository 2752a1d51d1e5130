//! The powers of five that reading and writing floats multiply with, as the highest 128 bits of each: computed when the
//! crate is compiled, so that no table has to be believed.

use std::sync::atomic::{AtomicU64, Ordering};

/// Below ten to this every mantissa of 64 bits rounds to zero.
pub(crate) const SMALLEST_POWER: i64 = -342;
/// Above ten to 308 every mantissa overflows; writing the smallest floats asks for up to this.
pub(crate) const LARGEST_POWER: i64 = 324;

const COUNT: usize = (LARGEST_POWER - SMALLEST_POWER + 1) as usize;
/// 5^351 has 816 bits, and division needs one more.
const WORDS: usize = 13;

/// The kept powers are so far apart: 5^26 is the largest that fits a word with three bits to spare.
const STEP: i64 = 27;
/// A multiple of [`STEP`], so that the powers that are exact start with a kept one.
const FIRST_KEPT: i64 = -351;
const KEPT: usize = ((LARGEST_POWER - FIRST_KEPT) / STEP + 1) as usize;

/// The whole table would be a tenth of the component. So every 27th power is kept, and for each one between them the two
/// bits by which the product of a kept one and a small one is too low.
struct Powers {
    kept: [u128; KEPT],
    corrections: [u64; COUNT.div_ceil(CORRECTIONS_PER_WORD)],
}

const CORRECTIONS_PER_WORD: usize = 32;

#[allow(long_running_const_eval, reason = "351 long divisions, about a second")]
static POWERS: Powers = Powers::from_table(&table());

/// The powers that were asked for before; a high word of 0 stands for one that was not.
static KNOWN: [(AtomicU64, AtomicU64); COUNT] =
    [const { (AtomicU64::new(0), AtomicU64::new(0)) }; COUNT];

/// High and low word of five to the `power`, which is from [`SMALLEST_POWER`] to [`LARGEST_POWER`]. Positive powers are
/// truncated; negative ones are truncated too, and those down to -27 rounded up, as the algorithm's proof asks.
#[inline(always)]
pub(crate) fn power_of_five(power: i64) -> (u64, u64) {
    let (high, low) = &KNOWN[(power - SMALLEST_POWER) as usize];
    match high.load(Ordering::Acquire) {
        0 => first_time(power),
        high => (high, low.load(Ordering::Relaxed)),
    }
}

#[cold]
#[inline(never)]
fn first_time(power: i64) -> (u64, u64) {
    let value = split(POWERS.get(power));
    let (high, low) = &KNOWN[(power - SMALLEST_POWER) as usize];
    // The low word first: who finds the high one set reads both.
    low.store(value.1, Ordering::Relaxed);
    high.store(value.0, Ordering::Release);
    value
}

impl Powers {
    const fn from_table(table: &[u128; TABLE]) -> Self {
        let mut powers = Self {
            kept: [0; KEPT],
            corrections: [0; COUNT.div_ceil(CORRECTIONS_PER_WORD)],
        };
        let mut kept = 0;
        while kept < KEPT {
            powers.kept[kept] = table[kept * STEP as usize];
            kept += 1;
        }
        let mut power = SMALLEST_POWER;
        while power <= LARGEST_POWER {
            let missing = table[(power - FIRST_KEPT) as usize] - powers.product(power);
            assert!(missing < 4, "two bits are enough");
            let index = (power - SMALLEST_POWER) as usize;
            powers.corrections[index / CORRECTIONS_PER_WORD] |=
                (missing as u64) << (index % CORRECTIONS_PER_WORD * 2);
            power += 1;
        }
        powers
    }

    const fn get(&self, power: i64) -> u128 {
        let index = (power - SMALLEST_POWER) as usize;
        let word = self.corrections[index / CORRECTIONS_PER_WORD];
        self.product(power) + (word >> (index % CORRECTIONS_PER_WORD * 2) & 3) as u128
    }

    /// The highest 128 bits of the kept power below times the rest.
    const fn product(&self, power: i64) -> u128 {
        let above = power - FIRST_KEPT;
        let kept = self.kept[(above / STEP) as usize];
        let rest = 5u64.pow((above % STEP) as u32);
        let rest = (rest << rest.leading_zeros()) as u128;
        let low = (kept as u64) as u128 * rest;
        let high = (kept >> 64) * rest + (low >> 64);
        if high.leading_zeros() == 0 {
            return high;
        }
        high << 1 | (low as u64 >> 63) as u128
    }
}

/// The highest 128 bits of the power of five, rounded up where more follow.
pub(crate) fn rounded_up(power: i32) -> (u64, u64) {
    let (high, low) = power_of_five(power.into());
    // 5^55 is the largest that has 128 bits, and down to -27 the table rounds up itself.
    if (-27..=55).contains(&power) {
        return (high, low);
    }
    let (low, carry) = low.overflowing_add(1);
    (high + u64::from(carry), low)
}

/// The product's low and high word.
#[inline(always)]
pub(crate) fn wide(left: u64, right: u64) -> (u64, u64) {
    if cfg!(target_arch = "wasm32") {
        return wide_by_halves(left, right);
    }
    let product = u128::from(left) * u128::from(right);
    (product as u64, (product >> 64) as u64)
}

/// The same where a processor has no such multiplication: WebAssembly calls a function for it.
#[inline(always)]
fn wide_by_halves(left: u64, right: u64) -> (u64, u64) {
    const LOW: u64 = 0xFFFF_FFFF;
    let low = (left & LOW) * (right & LOW);
    let cross = (left >> 32) * (right & LOW) + (low >> 32);
    let middle = (left & LOW) * (right >> 32) + (cross & LOW);
    let high = (left >> 32) * (right >> 32) + (cross >> 32) + (middle >> 32);
    (left.wrapping_mul(right), high)
}

type Big = [u64; WORDS];

/// Powers from [`FIRST_KEPT`] on.
const TABLE: usize = (LARGEST_POWER - FIRST_KEPT + 1) as usize;

const fn table() -> [u128; TABLE] {
    let mut table = [0; TABLE];
    let mut five: Big = [0; WORDS];
    five[0] = 1;
    let mut power = 0;
    while power <= -FIRST_KEPT {
        if power <= LARGEST_POWER {
            table[(power - FIRST_KEPT) as usize] = highest(&five);
        }
        if power > 0 {
            let up = if power <= 27 { 1 } else { 0 };
            table[(-power - FIRST_KEPT) as usize] = reciprocal(&five) + up;
        }
        five = times_five(five);
        power += 1;
    }
    table
}

const fn split(value: u128) -> (u64, u64) {
    ((value >> 64) as u64, value as u64)
}

const fn times_five(mut big: Big) -> Big {
    let mut carry = 0u128;
    let mut word = 0;
    while word < WORDS {
        let product = big[word] as u128 * 5 + carry;
        big[word] = product as u64;
        carry = product >> 64;
        word += 1;
    }
    big
}

const fn bits(big: &Big) -> u32 {
    let mut word = WORDS;
    while word > 0 {
        word -= 1;
        if big[word] != 0 {
            return word as u32 * 64 + 64 - big[word].leading_zeros();
        }
    }
    0
}

/// The highest 128 bits, the first of them set.
const fn highest(big: &Big) -> u128 {
    let bits = bits(big);
    let mut value = 0u128;
    let mut taken = 0;
    while taken < 128 {
        value <<= 1;
        if taken < bits {
            let at = bits - 1 - taken;
            value |= (big[(at / 64) as usize] >> (at % 64) & 1) as u128;
        }
        taken += 1;
    }
    value
}

/// 2^(z+127) divided by the power of five, z being the bits that it has: 128 bits by long division.
const fn reciprocal(five: &Big) -> u128 {
    let mut rest: Big = [0; WORDS];
    // The dividend's leading one followed by z - 1 zeros: below the divisor, so that the next bit is the quotient's first.
    let start = bits(five) - 1;
    rest[(start / 64) as usize] = 1 << (start % 64);
    // Doubled, the rest has one bit more than the divisor.
    let words = ((start + 1) / 64 + 1) as usize;
    let mut quotient = 0u128;
    let mut step = 0;
    while step < 128 {
        double(&mut rest, words);
        quotient <<= 1;
        if !less(&rest, five, words) {
            subtract(&mut rest, five, words);
            quotient |= 1;
        }
        step += 1;
    }
    quotient
}

const fn double(big: &mut Big, words: usize) {
    let mut carry = 0;
    let mut word = 0;
    while word < words {
        let next = big[word] >> 63;
        big[word] = big[word] << 1 | carry;
        carry = next;
        word += 1;
    }
}

const fn less(left: &Big, right: &Big, mut words: usize) -> bool {
    while words > 0 {
        words -= 1;
        if left[words] != right[words] {
            return left[words] < right[words];
        }
    }
    false
}

/// `left -= right`, which is not larger.
const fn subtract(left: &mut Big, right: &Big, words: usize) {
    let mut borrow = false;
    let mut word = 0;
    while word < words {
        let (value, first) = left[word].overflowing_sub(right[word]);
        let (value, second) = value.overflowing_sub(borrow as u64);
        left[word] = value;
        borrow = first || second;
        word += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_gives_the_whole_table() {
        let table = table();
        for power in SMALLEST_POWER..=LARGEST_POWER {
            let exact = split(table[(power - FIRST_KEPT) as usize]);
            assert_eq!(power_of_five(power), exact, "5^{power} the first time");
            assert_eq!(power_of_five(power), exact, "5^{power} again");
        }
    }

    #[test]
    fn both_multiplications_are_the_same() {
        for left in [
            0,
            1,
            3,
            u64::MAX,
            u64::MAX - 1,
            1 << 32,
            (1 << 32) - 1,
            0x1234_5678_9ABC_DEF0,
        ] {
            for right in [
                0,
                1,
                7,
                u64::MAX,
                1 << 63,
                (1 << 32) + 1,
                0xFEDC_BA98_7654_3210,
            ] {
                assert_eq!(wide(left, right), wide_by_halves(left, right));
            }
        }
    }

    #[test]
    fn known_entries_of_the_published_table() {
        assert_eq!(power_of_five(0), (0x8000_0000_0000_0000, 0));
        assert_eq!(power_of_five(1), (0xA000_0000_0000_0000, 0));
        assert_eq!(
            power_of_five(-1),
            (0xCCCC_CCCC_CCCC_CCCC, 0xCCCC_CCCC_CCCC_CCCD)
        );
        assert_eq!(
            power_of_five(-342),
            (0xEEF4_53D6_923B_D65A, 0x113F_AA29_06A1_3B3F)
        );
        assert_eq!(
            power_of_five(308),
            (0x8E67_9C2F_5E44_FF8F, 0x570F_09EA_A7EA_7648)
        );
    }
}
