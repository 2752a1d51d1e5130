//! Round trips, and the same judgement and values as `ciborium`, an independent implementation.

use ciborium::Value;
use molt_cbor::{decode, encode, validate};
use molt_pivot::{ErrorKind, Limits};
use proptest::prelude::*;

const LIMITS: Limits = Limits::DEFAULT;

fn value() -> impl Strategy<Value = Value> {
    let bytes = prop::collection::vec(any::<u8>(), 0..40);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (any::<i64>(), 0..64).prop_map(|(value, shift)| Value::from(value >> shift)),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::Float),
        any::<f32>().prop_map(|value| Value::Float(value.into())),
        any::<i8>().prop_map(|value| Value::Float(f64::from(value) / 8.0)),
        ".{0,20}".prop_map(Value::Text),
        "[a-z]{250,260}".prop_map(Value::Text),
        bytes.clone().prop_map(Value::Bytes),
        (2_u64..4, bytes).prop_map(|(tag, n)| Value::Tag(tag, Box::new(Value::Bytes(n)))),
        any::<f64>().prop_map(|value| Value::Tag(1, Box::new(Value::Float(value)))),
        any::<i64>().prop_map(|value| Value::Tag(1, Box::new(Value::from(value)))),
    ];
    leaf.prop_recursive(5, 300, 60, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..30).prop_map(Value::Array),
            prop::collection::vec((inner.clone(), inner.clone()), 0..60).prop_map(Value::Map),
            (6_u64..24, inner).prop_map(|(tag, value)| Value::Tag(tag, Box::new(value))),
        ]
    })
}

fn cbor(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

/// RFC 8949, section 4.2.1, by the book: every container is built from its sorted parts.
fn deterministic(value: &Value) -> Vec<u8> {
    fn head(major: u8, argument: usize) -> Vec<u8> {
        let mut head = cbor(&Value::from(argument as u64));
        head[0] |= major << 5;
        head
    }
    match value {
        Value::Array(items) => {
            let parts = items.iter().map(deterministic);
            [head(4, items.len())]
                .into_iter()
                .chain(parts)
                .collect::<Vec<_>>()
                .concat()
        }
        Value::Map(pairs) => {
            let mut parts: Vec<_> = pairs
                .iter()
                .map(|(key, value)| (deterministic(key), deterministic(value)))
                .collect();
            parts.sort();
            let parts: Vec<u8> = parts
                .into_iter()
                .flat_map(|(key, value)| [key, value].concat())
                .collect();
            [head(5, pairs.len()), parts].concat()
        }
        Value::Tag(tag, content) => [head(6, *tag as usize), deterministic(content)].concat(),
        // ciborium shortens these.
        other => cbor(other),
    }
}

/// Without the choices of ours: bignums and times have several forms for one value.
fn plain(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(plain),
        Value::Map(pairs) => pairs.iter().all(|(key, value)| plain(key) && plain(value)),
        Value::Tag(1..=3, _) => false,
        Value::Tag(_, content) => plain(content),
        Value::Float(value) => !value.is_nan(),
        _ => true,
    }
}

/// Each map without the entries whose key stood before.
fn without_duplicates(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(without_duplicates).collect()),
        Value::Tag(tag, content) => Value::Tag(tag, Box::new(without_duplicates(*content))),
        Value::Map(pairs) => {
            let mut seen = std::collections::HashSet::new();
            let pairs = pairs
                .into_iter()
                .map(|(key, value)| (without_duplicates(key), without_duplicates(value)));
            let once = |(key, _): &(Value, Value)| {
                let bytes = cbor(key);
                let canonical = decode(&bytes, &LIMITS).and_then(|pivot| encode(&pivot, &LIMITS));
                seen.insert(canonical.unwrap_or(bytes))
            };
            Value::Map(pairs.filter(once).collect())
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn encoding_is_deterministic_and_decodes_to_the_same(value in value().prop_map(without_duplicates)) {
        let bytes = cbor(&value);
        let pivot = decode(&bytes, &LIMITS).unwrap();
        prop_assert_eq!(molt_pivot::canonicalize(&pivot, &LIMITS).unwrap(), pivot.clone());
        let encoded = encode(&pivot, &LIMITS).unwrap();
        if plain(&value) {
            prop_assert_eq!(&encoded, &deterministic(&value));
        }
        let again = decode(&encoded, &LIMITS).unwrap();
        prop_assert_eq!(encode(&again, &LIMITS).unwrap(), encoded);
    }

    #[test]
    fn duplicates_are_refused_both_ways(value in value(), more in 0_usize..100) {
        let twice = |key: Value| {
            let others = (0..more).map(|index| (Value::from(index as u64 + 1000), Value::Null));
            let mut pairs = vec![(key.clone(), Value::Null)];
            pairs.extend(others);
            pairs.push((key, Value::Null));
            cbor(&Value::Map(pairs))
        };
        let key = without_duplicates(value);
        let bytes = twice(key);
        prop_assert_eq!(decode(&bytes, &LIMITS).unwrap_err().kind(), ErrorKind::Invalid);
    }

    #[test]
    fn every_prefix_is_truncated(value in value().prop_map(without_duplicates)) {
        let bytes = cbor(&value);
        for end in 0..bytes.len() {
            let error = validate(&bytes[..end], &LIMITS).unwrap_err();
            prop_assert_eq!((error.kind(), error.offset()), (ErrorKind::Truncated, end));
        }
    }

    #[test]
    fn mutated_bytes_are_judged_alike(value in value(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = cbor(&value);
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let decoded = decode(&bytes, &LIMITS);
        prop_assert_eq!(validate(&bytes, &LIMITS).err(), decoded.as_ref().err().cloned());
        let mut rest = bytes.as_slice();
        let other: Result<Value, _> = ciborium::from_reader(&mut rest);
        match decoded {
            Ok(pivot) => {
                let encoded = encode(&pivot, &LIMITS).unwrap();
                prop_assert_eq!(encode(&decode(&encoded, &LIMITS).unwrap(), &LIMITS).unwrap(), encoded);
            }
            // What ciborium takes as a whole is well-formed.
            Err(error) if other.is_ok() && rest.is_empty() => {
                prop_assert_eq!(error.kind(), ErrorKind::Invalid, "{}", error);
            }
            Err(_) => {}
        }
    }
}
