//! Any bytes through the MessagePack codec, judged by itself and by `rmpv`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use molt_msgpack::{decode, encode, validate};
use molt_pivot::ext::{self, Timestamp};
use molt_pivot::{ErrorKind, Limits};
use rmpv::Value;

const LIMITS: Limits = Limits::DEFAULT;

/// The same value, whatever the width of its numbers and the form of its timestamps.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len()
                && pairs.all(|(one, other)| same(&one.0, &other.0) && same(&one.1, &other.1))
        }
        (Value::Ext(ext::TIMESTAMP, one), Value::Ext(ext::TIMESTAMP, other)) => {
            Timestamp::from_payload(one) == Timestamp::from_payload(other)
        }
        (Value::F32(_) | Value::F64(_), Value::F32(_) | Value::F64(_)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            one.to_bits() == other.to_bits() || (one.is_nan() && other.is_nan())
        }
        _ => one == other,
    }
}

fn read(mut bytes: &[u8]) -> Option<(Value, usize)> {
    let value = rmpv::decode::read_value(&mut bytes).ok()?;
    Some((value, bytes.len()))
}

fuzz_target!(|data: &[u8]| {
    let decoded = decode(data, &LIMITS);
    assert_eq!(
        validate(data, &LIMITS).err(),
        decoded.as_ref().err().cloned()
    );
    match decoded {
        Ok(pivot) => {
            assert!(pivot.len() <= data.len());
            assert_eq!(decode(&pivot, &LIMITS).as_ref(), Ok(&pivot));
            assert_eq!(encode(data, &LIMITS).as_ref(), Ok(&pivot));
            let (theirs, rest) = read(data).expect("rmpv refuses what we take");
            assert_eq!(rest, 0);
            assert!(same(&theirs, &read(&pivot).unwrap().0));
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
        Err(error) => match (error.kind(), read(data)) {
            (ErrorKind::Truncated, theirs) => assert!(theirs.is_none()),
            // rmpv reads c1 as nil.
            (ErrorKind::Malformed, _) => assert_eq!(data[error.offset()], 0xc1),
            (ErrorKind::TrailingData, Some((_, rest))) => {
                assert_eq!(data.len() - rest, error.offset())
            }
            // rmpv knows neither timestamps nor bad text.
            (ErrorKind::Invalid, _) => assert!(error.offset() < data.len()),
            (ErrorKind::DepthLimit, None) => {}
            (_, theirs) => panic!("{error}, but rmpv says {theirs:?}"),
        },
    }
});
