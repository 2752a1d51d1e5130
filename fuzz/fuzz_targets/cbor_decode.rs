//! Any bytes through the CBOR codec, judged by itself and by `ciborium`.
#![no_main]

use ciborium::Value;
use libfuzzer_sys::fuzz_target;
use molt_cbor::{decode, encode, validate};
use molt_pivot::{ErrorKind, Limits};

const LIMITS: Limits = Limits::DEFAULT;

/// The deterministic encoding by the book: every container is built from its sorted parts. `None` for what ciborium reads as
/// something else (simple values) or we give another form (bignums, times).
fn deterministic(value: &Value) -> Option<Vec<u8>> {
    let head = |major: u8, argument: u64| {
        let mut head = Vec::new();
        ciborium::into_writer(&argument, &mut head).unwrap();
        head[0] |= major << 5;
        head
    };
    Some(match value {
        Value::Array(items) => {
            let mut bytes = head(4, items.len() as u64);
            for item in items {
                bytes.extend(deterministic(item)?);
            }
            bytes
        }
        Value::Map(pairs) => {
            let mut parts = Vec::new();
            for (key, value) in pairs {
                parts.push((deterministic(key)?, deterministic(value)?));
            }
            parts.sort();
            let mut bytes = head(5, pairs.len() as u64);
            parts
                .into_iter()
                .for_each(|(key, value)| bytes.extend([key, value].concat()));
            bytes
        }
        Value::Null | Value::Tag(1..=4 | 1001, _) => return None,
        Value::Integer(value)
            if u64::try_from(*value).is_err() && i64::try_from(*value).is_err() =>
        {
            return None;
        }
        Value::Float(value) if value.is_nan() => vec![0xf9, 0x7e, 0],
        Value::Tag(tag, content) => [head(6, *tag), deterministic(content)?].concat(),
        other => {
            let mut bytes = Vec::new();
            ciborium::into_writer(other, &mut bytes).unwrap();
            bytes
        }
    })
}

/// What ciborium makes of the whole of `data`.
fn theirs(data: &[u8]) -> Option<Value> {
    let mut rest = data;
    let value = ciborium::from_reader(&mut rest).ok()?;
    rest.is_empty().then_some(value)
}

fuzz_target!(|data: &[u8]| {
    let decoded = decode(data, &LIMITS);
    assert_eq!(
        validate(data, &LIMITS).err(),
        decoded.as_ref().err().cloned()
    );
    match decoded {
        Ok(pivot) => {
            assert!(pivot.len() <= data.len() * 8);
            assert_eq!(molt_msgpack::decode(&pivot, &LIMITS).as_ref(), Ok(&pivot));
            let encoded = encode(&pivot, &LIMITS).expect("what was decoded can be encoded");
            let again = decode(&encoded, &LIMITS).expect("what was encoded can be decoded");
            assert_eq!(encode(&again, &LIMITS).as_ref(), Ok(&encoded));
            // Only the order of map entries may have changed.
            assert_eq!(again.len(), pivot.len());
            if let Some(expected) = theirs(data).and_then(|value| deterministic(&value)) {
                assert_eq!(encoded, expected);
            }
            let exact = Limits {
                max_output: pivot.len() as u64,
                ..LIMITS
            };
            assert!(validate(data, &exact).is_ok());
            let short = Limits {
                max_output: exact.max_output - 1,
                ..LIMITS
            };
            assert_eq!(
                validate(data, &short).unwrap_err().kind(),
                ErrorKind::SizeLimit
            );
            assert_eq!(
                decode(data, &short).unwrap_err().kind(),
                ErrorKind::SizeLimit
            );
        }
        Err(error) => {
            assert!(error.offset() <= data.len());
            // ciborium takes chunks of indefinite length and simple values below 32 in two bytes, which RFC 8949 (appendix F)
            // lists as not well-formed.
            let lenient = matches!(data.get(error.offset()), Some(0x5f | 0x7f | 0xf8));
            match error.kind() {
                ErrorKind::Malformed if lenient => {}
                ErrorKind::Malformed | ErrorKind::Truncated | ErrorKind::TrailingData => {
                    assert!(theirs(data).is_none(), "{error}, but ciborium takes it");
                }
                _ => {}
            }
        }
    }
    // The same bytes as pivot bytes: any error, but no panic. What is encoded can be decoded; what then comes of it stays.
    if let Ok(encoded) = encode(data, &LIMITS) {
        let pivot = decode(&encoded, &LIMITS).expect("what was encoded can be decoded");
        let encoded = encode(&pivot, &LIMITS).expect("what was decoded can be encoded");
        let again = decode(&encoded, &LIMITS).expect("what was encoded can be decoded");
        assert_eq!(encode(&again, &LIMITS).as_ref(), Ok(&encoded));
    }
});
