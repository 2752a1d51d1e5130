//! Big integers against `num-bigint`, an independent implementation.

use molt_pivot::bigint;
use num_bigint::{BigInt, BigUint, Sign};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn number(negative: bool, magnitude: &[u8]) -> BigInt {
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    BigInt::from_bytes_be(sign, magnitude)
}

proptest! {
    #[test]
    fn twos_complement_agrees(negative: bool, magnitude in prop::collection::vec(any::<u8>(), 0..40)) {
        let bytes = bigint::to_twos_complement(negative, &magnitude);
        prop_assert_eq!(&bytes, &number(negative, &magnitude).to_signed_bytes_be());
        let (sign, back) = bigint::from_twos_complement(&bytes);
        prop_assert_eq!(number(sign, &back), number(negative, &magnitude));
    }

    #[test]
    fn longer_twos_complement_is_taken(value: i64, more in 0_usize..20) {
        let mut bytes = vec![if value < 0 { 0xff } else { 0 }; more];
        bytes.extend(value.to_be_bytes());
        let (sign, magnitude) = bigint::from_twos_complement(&bytes);
        prop_assert_eq!(number(sign, &magnitude), BigInt::from(value));
    }

    #[test]
    fn unsigned_form_is_minus_one_minus_n(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
        let complement = bigint::from_unsigned(true, &bytes);
        let expected = BigInt::from(-1) - number(false, &bytes);
        prop_assert_eq!(&complement, &expected.to_signed_bytes_be());
        prop_assert_eq!(BigUint::from_bytes_be(&bigint::to_unsigned(&complement).1), BigUint::from_bytes_be(&bytes));
    }

    #[test]
    fn decimal_agrees(magnitude in prop::collection::vec(any::<u8>(), 0..3000)) {
        let expected = BigUint::from_bytes_be(&magnitude).to_string();
        let text = bigint::to_decimal(&magnitude).unwrap();
        prop_assert_eq!(&text, &expected);
        let back = bigint::from_decimal(text.as_bytes()).unwrap();
        prop_assert_eq!(BigUint::from_bytes_be(&back), BigUint::from_bytes_be(&magnitude));
        prop_assert_ne!(back.first(), Some(&0));
    }

    #[test]
    fn runs_of_one_digit_agree(digit in 0_u8..10, length in 1_usize..5000) {
        let text = vec![b'0' + digit; length];
        let magnitude = bigint::from_decimal(&text).unwrap();
        prop_assert_eq!(BigUint::from_bytes_be(&magnitude), BigUint::parse_bytes(&text, 10).unwrap());
    }
}

#[test]
fn a_hundred_thousand_digits_take_no_time_to_speak_of() {
    let start = Instant::now();
    let digits = vec![b'7'; 100_000];
    let magnitude = bigint::from_decimal(&digits).unwrap();
    assert_eq!(bigint::to_decimal(&magnitude).unwrap().as_bytes(), digits);
    // About 30 ms optimised; a quadratic division by ten would take minutes.
    assert!(start.elapsed() < Duration::from_secs(10));
}
