//! Laws that hold for all numbers, and functions that never panic.

use molt_number::format::percent::{Conversion, percent_float, percent_int};
use molt_number::format::{format_float, format_int, format_str};
use molt_number::{BigInt, Result, float, int, math};
use proptest::prelude::*;

/// Small ints, ints about the sizes of machine words, and large ones.
fn integer() -> impl Strategy<Value = BigInt> {
    let bytes = prop_oneof![0..3usize, 7..10usize, 0..60usize];
    let any = bytes
        .prop_flat_map(|n| prop::collection::vec(any::<u8>(), n))
        .prop_map(|b| BigInt::from_signed_bytes_be(&b));
    let power = (0..1100u32, -2..3i32).prop_map(|(n, d)| (BigInt::from(1) << n) + d);
    prop_oneof![any, power]
}

/// Every float there is, and those that people write.
fn real() -> impl Strategy<Value = f64> {
    let written = (any::<i32>(), -12..12i32).prop_map(|(n, e)| f64::from(n) * 10f64.powi(e));
    prop_oneof![any::<u64>().prop_map(f64::from_bits), written]
}

/// Texts that look like format specifications and numbers, and some that do not.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[*x0]?[<>=^]?[-+ ]?z?#?0?[0-9]{0,3}[,_]?(\\.[0-9]{0,2})?[bcdoxXneEfFgG%s]?",
        "[ ]?[-+]?(0[xXbo])?[0-9a-f_]{0,20}(\\.[0-9a-f_]{0,8})?([eEpP][-+]?[0-9]{0,4})?[ ]?",
        any::<String>(),
    ]
}

type Unary = fn(f64) -> Result<f64>;

const FUNCTIONS: &[Unary] = &[
    math::acos,
    math::acosh,
    math::asin,
    math::asinh,
    math::atan,
    math::atanh,
    math::cbrt,
    math::cos,
    math::cosh,
    math::erf,
    math::erfc,
    math::exp,
    math::exp2,
    math::expm1,
    math::gamma,
    math::lgamma,
    math::log,
    math::log10,
    math::log1p,
    math::log2,
    math::sin,
    math::sinh,
    math::sqrt,
    math::tan,
    math::tanh,
];

proptest! {
    #[test]
    fn division_is_undone_by_multiplication(a in integer(), b in integer()) {
        if let Ok((quotient, rest)) = int::divmod(&a, &b) {
            prop_assert_eq!(&quotient * &b + &rest, a.clone());
            prop_assert!(rest.sign() == num_bigint::Sign::NoSign || rest.sign() == b.sign());
            prop_assert_eq!(int::floor_div(&a, &b).unwrap(), quotient);
            prop_assert_eq!(int::modulo(&a, &b).unwrap(), rest);
        }
    }

    #[test]
    fn text_is_read_back(n in integer(), radix in 2..37u32) {
        let text = int::to_radix(&n, radix, true).unwrap();
        prop_assert_eq!(int::parse(text.as_bytes(), radix).unwrap(), n);
    }

    #[test]
    fn bytes_are_read_back(n in integer(), little: bool) {
        let length = (n.bits() / 8 + 1) as usize;
        let bytes = int::to_bytes(&n, length, little, true).unwrap();
        prop_assert_eq!(bytes.len(), length);
        prop_assert_eq!(int::from_bytes(&bytes, little, true), n);
    }

    #[test]
    fn shifts_are_powers_of_two(n in integer(), by in 0..200u32) {
        let by = BigInt::from(by);
        let power = match int::pow(&BigInt::from(2), &by).unwrap() {
            int::Power::Int(power) => power,
            int::Power::Float(_) => unreachable!(),
        };
        prop_assert_eq!(int::shl(&n, &by).unwrap(), int::mul(&n, &power).unwrap());
        prop_assert_eq!(int::shr(&n, &by).unwrap(), int::floor_div(&n, &power).unwrap());
    }

    #[test]
    fn a_quotient_is_the_nearest_float(a in integer(), b in integer()) {
        let Ok(x) = int::true_div(&a, &b) else { return Ok(()) };
        let exact = |x: f64| float::as_integer_ratio(x).unwrap();
        // |a / b - x|, times all denominators, is not more than for the floats beside x.
        let distance = |x: f64| {
            let (n, d) = exact(x);
            let difference = &a * &d - &n * &b;
            (BigInt::from(difference.magnitude().clone()), d)
        };
        let (own, scale) = distance(x);
        for other in [f64::from_bits(x.to_bits().wrapping_add(1)), f64::from_bits(x.to_bits().wrapping_sub(1))] {
            if other.is_finite() && x != 0.0 {
                let (theirs, other_scale) = distance(other);
                prop_assert!(&own * other_scale <= theirs * &scale);
            }
        }
    }

    #[test]
    fn floats_are_read_back(x in real()) {
        let same = |y: f64| y.to_bits() == x.to_bits() || (x.is_nan() && y.is_nan());
        prop_assert!(same(float::parse(float::repr(x).as_bytes()).unwrap()));
        prop_assert!(same(float::from_hex(float::to_hex(x).as_bytes()).unwrap()));
        if let Ok((n, d)) = float::as_integer_ratio(x) {
            prop_assert!(x == 0.0 || same(int::true_div(&n, &d).unwrap()));
        }
    }

    #[test]
    fn equal_numbers_hash_equal(n in integer()) {
        if let Ok(x) = int::to_f64(&n) {
            let order = int::compare_float(&n, x);
            let whole = int::from_float(x).unwrap();
            prop_assert_eq!(order, Some(n.cmp(&whole)));
            prop_assert_eq!(float::hash(x), int::hash(&whole));
        }
    }

    #[test]
    fn inverses_are_inverses(a in integer(), m in integer()) {
        if let Ok(inverse) = int::pow_mod(&a, &BigInt::from(-1), &m) {
            let one = int::modulo(&BigInt::from(1), &m).unwrap();
            prop_assert_eq!(int::modulo(&(a * inverse), &m).unwrap(), one);
        }
    }

    #[test]
    fn nothing_panics_on_floats(x in real(), y in real(), n in integer()) {
        for function in FUNCTIONS {
            let _ = function(x);
        }
        let _ = (math::pow(x, y), math::atan2(x, y), math::fmod(x, y), math::remainder(x, y), math::ulp(x));
        let _ = (float::divmod(x, y), float::floor_div(x, y), float::modulo(x, y), float::pow(x, y));
        let _ = (float::round(x, &n), float::round_to_int(x), math::ldexp(x, &n), math::frexp(x), math::modf(x));
        let _ = (math::nextafter(x, y, Some(&n)), math::nextafter(x, y, None), math::hypot(&mut [x, y, x]));
        let _ = (int::compare_float(&n, x), math::log_int(&n), math::log2_int(&n), math::log10_int(&n));
        let mut sum = math::ExactSum::default();
        let _ = [x, y, -x, x].iter().map(|x| sum.push(*x)).count();
        let _ = sum.finish();
    }

    #[test]
    fn nothing_panics_on_text(spec in text(), n in integer(), x in real(), base in 0..40u32) {
        let _ = (format_int(&n, &spec, "int"), format_float(x, &spec, "float"), format_str("a\u{20ac}", &spec, "str"));
        let _ = (int::parse(spec.as_bytes(), base), float::parse(spec.as_bytes()), float::from_hex(spec.as_bytes()));
        let how = Conversion { zero: base % 2 == 0, width: base as usize, precision: Some(spec.len()), ..Default::default() };
        let _ = (percent_int(&n, 'x', &how), percent_float(x, 'g', &how));
    }

    #[test]
    fn nothing_panics_on_ints(a in integer(), b in integer()) {
        // Counts that make results of a moderate size, or of one that is refused at once.
        let moderate: BigInt = &b % 3000;
        for count in [moderate.clone(), &b << 80] {
            let _ = (int::shl(&a, &count), int::shr(&a, &count), int::round(&a, &count), int::pow(&(&a % 1000), &count));
        }
        let _ = (int::pow_mod(&a, &b, &a), int::mul(&a, &b), int::round(&a, &b), int::shr(&a, &b));
        let _ = (int::theory::isqrt(&a), int::theory::lcm(&a, &b), int::theory::gcd(&a, &b));
        let _ = (int::theory::comb(&a, &moderate), int::theory::perm(&a, &moderate));
    }
}

#[test]
fn what_would_be_too_large_is_refused() {
    let huge = BigInt::from(1) << 70;
    let large = BigInt::from(i64::MAX);
    assert!(int::shl(&BigInt::from(1), &huge).is_err());
    assert!(int::pow(&BigInt::from(3), &large).is_err());
    assert!(int::pow(&BigInt::from(2), &large).is_err());
    assert!(int::theory::factorial(&large).is_err());
    assert!(int::theory::comb(&large, &(&large / 2)).is_err());
    assert!(int::theory::perm(&huge, &large).is_err());
    assert!(format_int(&huge, "9223372036854775807", "int").is_err());
    assert_eq!(
        int::pow(&BigInt::from(-1), &huge),
        Ok(int::Power::Int(BigInt::from(1)))
    );
}
