//! Against another parser, which shares no code with ours.

use molt_json::{ErrorKind, ParseOptions, StringifyOptions, parse, stringify, validate};
use proptest::prelude::*;
use serde_json::Value;

fn json() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-100i64..100).prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        prop::num::f64::SUBNORMAL.prop_map(Value::from),
        any::<f32>().prop_map(|value| Value::from(f64::from(value))),
        (any::<i32>(), 0..6i32)
            .prop_map(|(value, places)| Value::from(f64::from(value) / 10f64.powi(places))),
    ];
    let text = prop_oneof![
        "[a-z]{0,40}",
        any::<String>(),
        "[\\x00-\\x7f]{0,80}",
        "(é|😀|\\\\|\"){0,20}"
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        text.clone().prop_map(Value::from)
    ];
    leaf.prop_recursive(6, 200, 40, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..40).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..80)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn round_trip(text: &[u8]) -> Vec<u8> {
    let pivot = parse(text, &ParseOptions::default()).expect("valid JSON");
    assert_eq!(
        molt_pivot::canonicalize(&pivot, &molt_pivot::Limits::default()).as_ref(),
        Ok(&pivot)
    );
    stringify(&pivot, &StringifyOptions::default()).expect("made from JSON")
}

/// What serde_json takes that we refuse, and the other way round: integers beyond 64 bits are floats there, numbers beyond
/// float 64 are errors in both, and its depth limit is 128.
fn agree(text: &[u8]) -> Result<(), TestCaseError> {
    let ours = parse(text, &ParseOptions::default());
    let checked = validate(text, &ParseOptions::default());
    prop_assert_eq!(ours.as_ref().err(), checked.as_ref().err());
    let theirs: Result<Value, _> = serde_json::from_slice(text);
    match (&ours, &theirs) {
        (Ok(pivot), Ok(value)) => {
            let printed = stringify(pivot, &StringifyOptions::default()).expect("made from JSON");
            let printed: Value = serde_json::from_slice(&printed).expect("JSON");
            prop_assert!(same(&printed, value), "{printed} instead of {value}");
        }
        (Err(_), Err(_)) => {}
        (Ok(_), Err(error)) => prop_assert!(
            error.to_string().contains("number out of range"),
            "only we take it: {error}"
        ),
        (Err(error), Ok(_)) => prop_assert!(
            error.kind == ErrorKind::SizeLimit,
            "only we refuse it: {error}"
        ),
    }
    Ok(())
}

/// Whether the values are equal; the integer -0 is a float in serde_json.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.as_u64() == Some(0) && b.as_f64() == Some(0.0))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
        }
        _ => ours == theirs,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_json_writes_comes_back(value in json()) {
        for text in [serde_json::to_vec(&value).expect("JSON"), serde_json::to_vec_pretty(&value).expect("JSON")] {
            let printed = round_trip(&text);
            prop_assert_eq!(&serde_json::from_slice::<Value>(&printed).expect("JSON"), &value);
            // Our own text is the shortest form, and stays as it is.
            prop_assert_eq!(&round_trip(&printed), &printed);
        }
    }

    #[test]
    fn mutations_are_taken_and_refused_alike(value in json(), place in any::<prop::sample::Index>(), byte in any::<u8>(), change in 0..3) {
        let mut text = serde_json::to_vec(&value).expect("JSON");
        let place = place.index(text.len());
        match change {
            0 => text[place] = byte,
            1 => text.insert(place, byte),
            _ => { text.remove(place); }
        }
        agree(&text)?;
    }

    #[test]
    fn texts_of_json_signs_are_taken_and_refused_alike(text in "[\\[\\]{},:\"0-9.eE+\\-ntrufals\\\\ \n]{0,24}") {
        agree(text.as_bytes())?;
    }

    #[test]
    fn number_like_texts_are_taken_and_refused_alike(text in "-?[0-9]{1,25}(\\.[0-9]{0,25})?([eE][+-]?[0-9]{0,3})?") {
        agree(text.as_bytes())?;
    }

    #[test]
    fn layouts_mean_the_same(value in json(), indent in 0..20u32, sort_keys: bool, ascii: bool) {
        let pivot = parse(&serde_json::to_vec(&value).expect("JSON"), &ParseOptions::default()).expect("valid JSON");
        let options = StringifyOptions { indent, sort_keys, ascii, ..StringifyOptions::default() };
        let text = stringify(&pivot, &options).expect("made from JSON");
        let mut again: Value = serde_json::from_slice(&text).expect("JSON");
        let mut value = value;
        if sort_keys {
            value.sort_all_objects();
            // Already in order: sorting changes nothing that a comparison in order would see.
            prop_assert_eq!(serde_json::to_string(&again).expect("JSON"), serde_json::to_string(&value).expect("JSON"));
        } else {
            prop_assert_eq!(&parse(&text, &ParseOptions::default()), &Ok(pivot));
        }
        again.sort_all_objects();
        value.sort_all_objects();
        prop_assert_eq!(again, value);
    }

    #[test]
    fn any_bytes_are_stringified_or_refused(pivot in prop::collection::vec(any::<u8>(), 0..60)) {
        for sort_keys in [false, true] {
            let options = StringifyOptions { sort_keys, ..StringifyOptions::default() };
            if let Ok(text) = stringify(&pivot, &options) {
                prop_assert!(serde_json::from_slice::<Value>(&text).is_ok());
            }
        }
    }
}
