//! JSON and WAVE of values: there and back gives the same value, and what is wrong is refused with its place.

mod common;

use molt_host::json::{self, Scope};
use molt_host::{Type, Val, wave};
use proptest::prelude::*;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn json_there_and_back((ty, vals) in common::any_typed_vals()) {
        let scope = Scope::new();
        for val in vals {
            let text = json::encode(&val, &scope).to_string();
            let value: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(json::decode(&value, &ty, &scope).unwrap(), val);
        }
    }

    #[test]
    fn wave_there_and_back((ty, vals) in common::any_typed_vals()) {
        for val in vals {
            let text = wave::encode(&val).unwrap();
            prop_assert_eq!(wave::decode(&text, &ty).unwrap(), val, "{}", text);
        }
    }

    #[test]
    fn json_of_another_type_is_an_error_and_no_panic(
        (_, vals) in common::any_typed_vals(),
        other in common::any_type(),
    ) {
        let scope = Scope::new();
        for val in vals {
            if let Ok(read) = json::decode(&json::encode(&val, &scope), &other, &scope) {
                // What can be read as another type as well is a value of that type.
                let again = json::encode(&read, &scope);
                prop_assert_eq!(json::decode(&again, &other, &scope).unwrap(), read);
            }
        }
    }

    #[test]
    fn wave_of_any_text_is_no_panic(text in any::<String>(), ty in common::any_type()) {
        let _ = wave::decode(&text, &ty);
    }
}

fn list_of_bytes() -> Type {
    Type::List(Box::new(Type::U8))
}

fn read(value: Value, ty: &Type) -> Result<Val, String> {
    json::decode(&value, ty, &Scope::new()).map_err(|error| error.to_string())
}

#[test]
fn integers_take_the_forms_that_are_exact() {
    assert_eq!(
        read(json!("18446744073709551615"), &Type::U64),
        Ok(Val::U64(u64::MAX))
    );
    assert_eq!(read(json!(u64::MAX), &Type::U64), Ok(Val::U64(u64::MAX)));
    assert_eq!(
        read(json!("-9223372036854775808"), &Type::S64),
        Ok(Val::S64(i64::MIN))
    );
    assert_eq!(read(json!(1e3), &Type::U16), Ok(Val::U16(1000)));
    for (value, ty) in [
        (json!("18446744073709551616"), Type::U64),
        (json!(1e19), Type::U64),
        (json!(256), Type::U8),
        (json!(-1), Type::U8),
        (json!(0.5), Type::U8),
        (json!(""), Type::S64),
        (json!("-"), Type::S64),
        (json!("+1"), Type::S64),
        (json!("1e3"), Type::S64),
        (json!(true), Type::U8),
    ] {
        assert!(read(value.clone(), &ty).is_err(), "{value} as {ty}");
    }
}

#[test]
fn floats_keep_what_json_has_no_number_for() {
    for (val, text) in [
        (Val::F64(f64::NAN), json!("nan")),
        (Val::F64(f64::INFINITY), json!("inf")),
        (Val::F32(f32::NEG_INFINITY), json!("-inf")),
        (Val::F64(-0.0), json!("-0")),
        (Val::F64(0.0), json!(0)),
        (Val::F64(2.0), json!(2)),
        (Val::F64(0.1), json!(0.1)),
        (Val::F32(0.1), json!(0.10000000149011612)),
    ] {
        assert_eq!(json::encode(&val, &Scope::new()), text);
    }
    assert!(read(json!(1e39), &Type::F32).is_err());
}

#[test]
fn bytes_have_several_forms() {
    let expected = Ok(Val::Bytes(b"abab".to_vec()));
    for value in [
        json!({ "base64": "YWJhYg==" }),
        json!({ "hex": "61626162" }),
        json!({ "utf8": "abab" }),
        json!([97, 98, 97, 98]),
        json!({ "repeat": { "utf8": "ab" }, "times": 2 }),
        json!({ "repeat": "ab", "times": 2 }),
    ] {
        assert_eq!(read(value.clone(), &list_of_bytes()), expected, "{value}");
    }
    for value in [
        json!({ "base64": "!" }),
        json!({ "hex": "6" }),
        json!({ "hex": "é0" }),
        json!({ "repeat": "ab" }),
        json!({ "repeat": "ab", "times": 4_294_967_295u32 }),
        json!({ "file": "Cargo.toml" }),
        json!({ "octal": "1" }),
        json!({}),
        json!([256]),
        json!("text"),
    ] {
        assert!(read(value.clone(), &list_of_bytes()).is_err(), "{value}");
    }
}

#[test]
fn some_none_is_not_none() {
    let ty = Type::Option(Box::new(Type::Option(Box::new(Type::U8))));
    assert_eq!(read(json!(null), &ty), Ok(Val::none()));
    assert_eq!(read(json!({ "some": null }), &ty), Ok(Val::none().some()));
}

#[test]
fn an_error_says_where() {
    let ty = Type::Record(vec![(
        "rows".into(),
        Type::List(Box::new(Type::Tuple(vec![Type::U8, Type::String]))),
    )]);
    let error = read(json!({ "rows": [[1, "a"], [1, 2]] }), &ty).unwrap_err();
    assert_eq!(
        error,
        "value, field `rows`, item 1, item 1: expected string, got 2"
    );
    let error = read(json!({ "rows": [], "row": 1 }), &ty).unwrap_err();
    assert_eq!(error, "value: no field `row`; there is rows");
    assert_eq!(
        read(json!({}), &ty).unwrap_err(),
        "value: field `rows` is missing"
    );
}

#[test]
fn a_variable_stands_for_a_resource_only() {
    let error = read(json!({ "var": "x" }), &Type::Own("cursor".into())).unwrap_err();
    assert!(error.contains("no variable `x`"), "{error}");
    assert!(read(json!({ "var": "x" }), &Type::U8).is_err());
}

#[test]
fn types_have_a_json_form() {
    let ty = Type::Result {
        ok: Some(Box::new(Type::Variant(vec![
            ("a".into(), None),
            ("b".into(), Some(Type::Option(Box::new(Type::U8)))),
        ]))),
        err: None,
    };
    assert_eq!(
        json::type_to_json(&ty),
        json!({ "result": {
            "ok": { "variant": [{ "name": "a", "type": null }, { "name": "b", "type": { "option": "u8" } }] },
            "err": null,
        }})
    );
}
