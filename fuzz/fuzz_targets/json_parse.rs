//! Any bytes through the JSON parser, judged by itself and by `serde_json`.
#![no_main]

use std::collections::HashSet;
use std::fmt;

use libfuzzer_sys::fuzz_target;
use molt_json::{DuplicateKeys, ErrorKind, ParseOptions, StringifyOptions, parse, stringify, validate};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Whether no object of a document has a key twice.
struct Distinct(bool);

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DistinctVisitor)
    }
}

struct DistinctVisitor;

impl<'de> Visitor<'de> for DistinctVisitor {
    type Value = Distinct;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Distinct, E> {
        Ok(Distinct(true))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Distinct, E> {
        Ok(Distinct(true))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Distinct, E> {
        Ok(Distinct(true))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Distinct, E> {
        Ok(Distinct(true))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Distinct, E> {
        Ok(Distinct(true))
    }

    fn visit_str<E>(self, _: &str) -> Result<Distinct, E> {
        Ok(Distinct(true))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Distinct, A::Error> {
        let mut distinct = true;
        while let Some(Distinct(inside)) = items.next_element()? {
            distinct &= inside;
        }
        Ok(Distinct(distinct))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Distinct, A::Error> {
        let mut keys = HashSet::new();
        let mut distinct = true;
        while let Some((key, Distinct(inside))) = entries.next_entry::<String, Distinct>()? {
            distinct &= keys.insert(key) & inside;
        }
        Ok(Distinct(distinct))
    }
}

/// Whether the values are equal; the integer -0 is a float in serde_json.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.as_u64() == Some(0) && b.as_f64() == Some(0.0)),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
        }
        _ => ours == theirs,
    }
}

fuzz_target!(|data: &[u8]| {
    let options = ParseOptions::default();
    let ours = parse(data, &options);
    assert_eq!(validate(data, &options).err(), ours.as_ref().err().cloned());
    let refuse = ParseOptions { duplicate_keys: DuplicateKeys::Refuse, ..options };
    let refused = parse(data, &refuse);
    let theirs = serde_json::from_slice::<Value>(data);
    match (&ours, &theirs) {
        (Ok(pivot), Ok(value)) => {
            let text = stringify(pivot, &StringifyOptions::default()).expect("made from JSON");
            assert!(same(&serde_json::from_slice(&text).expect("JSON"), value));
            let distinct = serde_json::from_slice::<Distinct>(data).expect("JSON").0;
            assert_eq!(refused.as_ref().err().map(|error| error.kind), (!distinct).then_some(ErrorKind::DuplicateKey));
        }
        (Ok(_), Err(error)) => {
            let text = error.to_string();
            assert!(text.contains("number out of range") || text.contains("recursion limit"), "only we take it: {text}");
        }
        (Err(error), Ok(_)) => panic!("only we refuse it: {error}"),
        (Err(_), Err(_)) => {}
    }
    match ours {
        Ok(pivot) => {
            assert_eq!(molt_pivot::canonicalize(&pivot, &molt_pivot::Limits::default()).as_ref(), Ok(&pivot));
            let text = stringify(&pivot, &StringifyOptions::default()).expect("made from JSON");
            assert_eq!(parse(&text, &refuse).as_ref(), Ok(&pivot), "{}", String::from_utf8_lossy(&text));
        }
        Err(error) => {
            assert!(error.offset <= data.len());
            assert_eq!(error.kind == ErrorKind::UnexpectedEnd, error.offset == data.len(), "{error}");
            // Under the stricter policy the same error, or an earlier one.
            let stricter = refused.expect_err("refused before");
            assert!(stricter == error || (stricter.kind == ErrorKind::DuplicateKey && stricter.offset <= error.offset));
        }
    }
});
