//! WIT JSON under its type: the shorthands of case files, and one form in which two values are compared.

use serde_json::{Map, Value, json};

use crate::bytes::{self, Files};
use crate::places::Problem;
use crate::types::Type;

/// How to treat what stands at the leaves of a value.
#[derive(Clone, Copy)]
struct Walk<'a> {
    files: Files<'a>,
    /// For an adapter (`false`) or to be compared (`true`).
    compare: bool,
    /// Records may lack fields.
    partial: bool,
}

/// An argument as adapters take it. What does not fit its type goes as it is: refusing it is the target's work.
///
/// # Errors
/// When a file is not there.
pub fn argument(ty: &Type, value: &Value, files: Files) -> Result<Value, Problem> {
    let walk = Walk {
        files,
        compare: false,
        partial: false,
    };
    match walk.value(ty, value) {
        Err(Problem::Wrong(_)) if !mentions_file(value) => Ok(value.clone()),
        other => other,
    }
}

/// A value in the form that is compared: two values are equal exactly when these are.
///
/// # Errors
/// When it does not have this type, or a file is not there.
pub fn comparable(ty: &Type, value: &Value, files: Files) -> Result<Value, Problem> {
    Walk {
        files,
        compare: true,
        partial: false,
    }
    .value(ty, value)
}

/// An expectation of which only the listed record fields count.
///
/// # Errors
/// As `comparable`.
pub fn pattern(ty: &Type, value: &Value, files: Files) -> Result<Value, Problem> {
    Walk {
        files,
        compare: true,
        partial: true,
    }
    .value(ty, value)
}

/// What differs between an expectation and a value, both in the form that is compared: the path and the two sides.
pub fn difference(expected: &Value, actual: &Value) -> Option<String> {
    differs(expected, actual).map(|(path, expected, actual)| {
        let at = if path.is_empty() {
            String::new()
        } else {
            format!("at {path}: ")
        };
        format!("{at}expected {expected}, got {actual}")
    })
}

fn differs(expected: &Value, actual: &Value) -> Option<(String, String, String)> {
    // A digest in a case file stands for bytes of any length; short ones are compared as they are otherwise.
    if bytes::is_digest(expected)
        && let Some(content) = bytes::of_base64(actual)
    {
        return differs(expected, &bytes::digest(&content));
    }
    match (expected, actual) {
        (Value::Object(want), Value::String(have))
            if want.len() == 1 && want.contains_key("prefix") =>
        {
            let prefix = want["prefix"].as_str().unwrap_or_default();
            (!have.starts_with(prefix))
                .then(|| (String::new(), format!("{prefix:?}.."), format!("{have:?}")))
        }
        (Value::Object(want), Value::Object(have)) => {
            want.iter().find_map(|(key, want)| match have.get(key) {
                Some(have) => differs(want, have)
                    .map(|(path, want, have)| (format!(".{key}{path}"), want, have)),
                None => Some((format!(".{key}"), want.to_string(), "nothing".to_string())),
            })
        }
        (Value::Array(want), Value::Array(have)) => {
            let item = want.iter().zip(have).enumerate();
            let inner = item
                .filter_map(|(i, (want, have))| {
                    differs(want, have).map(|(path, w, h)| (format!("[{i}]{path}"), w, h))
                })
                .next();
            inner.or_else(|| {
                (want.len() != have.len()).then(|| {
                    (
                        String::new(),
                        format!("{} items", want.len()),
                        format!("{} items", have.len()),
                    )
                })
            })
        }
        _ => (expected != actual).then(|| (String::new(), clipped(expected), clipped(actual))),
    }
}

/// A value as text, not longer than a few lines.
pub fn clipped(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(600) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}

fn mentions_file(value: &Value) -> bool {
    match value {
        Value::Object(table) => table.contains_key("file") || table.values().any(mentions_file),
        Value::Array(items) => items.iter().any(mentions_file),
        _ => false,
    }
}

fn wrong(ty: &Type, value: &Value) -> Problem {
    Problem::Wrong(format!("{} is no {}", clipped(value), ty.to_json()))
}

impl Walk<'_> {
    fn value(self, ty: &Type, value: &Value) -> Result<Value, Problem> {
        match ty {
            Type::Bool => value
                .is_boolean()
                .then(|| value.clone())
                .ok_or_else(|| wrong(ty, value)),
            Type::Int(_) => small_integer(value).ok_or_else(|| wrong(ty, value)),
            Type::Int64(_) => integer(value)
                .map(|n| json!(n.to_string()))
                .ok_or_else(|| wrong(ty, value)),
            Type::F32 | Type::F64 => float(ty, value).ok_or_else(|| wrong(ty, value)),
            Type::Char | Type::String | Type::Bytes => self.text(ty, value),
            Type::List(item) => self.items(ty, value, |_| Some(item)),
            Type::Tuple(types) => match value.as_array() {
                Some(items) if items.len() == types.len() => {
                    self.items(ty, value, |i| types.get(i))
                }
                _ => Err(wrong(ty, value)),
            },
            Type::Record(fields) => self.record(ty, fields, value),
            Type::Variant(cases) => self.variant(ty, cases, value),
            Type::Enum(names) => match value.as_str() {
                Some(name) if names.iter().any(|known| known == name) => Ok(value.clone()),
                _ => Err(wrong(ty, value)),
            },
            Type::Flags(names) => flags(names, value).ok_or_else(|| wrong(ty, value)),
            Type::Option(inner) => match value {
                Value::Null => Ok(Value::Null),
                Value::String(none) if none == "none" => Ok(Value::Null),
                Value::Object(table) if table.len() == 1 && table.contains_key("some") => {
                    Ok(json!({ "some": self.value(inner, &table["some"])? }))
                }
                _ => Err(wrong(ty, value)),
            },
            Type::Result(ok, err) => self.result(ty, ok.as_deref(), err.as_deref(), value),
            Type::Own(_) | Type::Borrow(_) => Ok(value.clone()),
            Type::Stream(item) => self.stream(ty, item.as_deref(), value),
            Type::Future(item) => match value.get("future") {
                Some(inner) => {
                    Ok(json!({ "future": self.payload(ty, item.as_deref(), Some(inner))? }))
                }
                None => Err(wrong(ty, value)),
            },
        }
    }

    fn text(self, ty: &Type, value: &Value) -> Result<Value, Problem> {
        let is_text = matches!(ty, Type::String | Type::Char);
        let fits = match value {
            Value::Object(_) => true,
            Value::String(_) => is_text,
            Value::Array(_) => !is_text,
            _ => false,
        };
        if !fits {
            return Err(wrong(ty, value));
        }
        if !self.compare {
            return bytes::for_adapter(value, self.files);
        }
        if bytes::is_digest(value) || (self.partial && value.get("prefix").is_some()) {
            return Ok(value.clone());
        }
        let content = bytes::evaluate(value, self.files)?;
        if is_text && content.len() <= bytes::SHOWN {
            let text = String::from_utf8(content)
                .map_err(|_| Problem::Wrong(format!("not UTF-8: {}", clipped(value))))?;
            return Ok(Value::String(text));
        }
        Ok(bytes::comparable(&content))
    }

    fn items<'t>(
        self,
        ty: &Type,
        value: &Value,
        of: impl Fn(usize) -> Option<&'t Type>,
    ) -> Result<Value, Problem>
    where
        Self: 't,
    {
        let items = value.as_array().ok_or_else(|| wrong(ty, value))?;
        let typed = items.iter().enumerate().map(|(i, item)| match of(i) {
            Some(inner) => self.value(inner, item),
            None => Err(wrong(ty, value)),
        });
        typed.collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    fn record(self, ty: &Type, fields: &[(String, Type)], value: &Value) -> Result<Value, Problem> {
        let table = value.as_object().ok_or_else(|| wrong(ty, value))?;
        if let Some(unknown) = table
            .keys()
            .find(|key| !fields.iter().any(|(name, _)| name == *key))
        {
            return Err(Problem::Wrong(format!(
                "the record has no field `{unknown}`"
            )));
        }
        let mut typed = Map::new();
        for (name, ty) in fields {
            match table.get(name) {
                Some(field) => drop(typed.insert(name.clone(), self.value(ty, field)?)),
                None if self.partial => {}
                None => {
                    return Err(Problem::Wrong(format!(
                        "the record lacks its field `{name}`"
                    )));
                }
            }
        }
        Ok(Value::Object(typed))
    }

    fn variant(
        self,
        ty: &Type,
        cases: &[(String, Option<Type>)],
        value: &Value,
    ) -> Result<Value, Problem> {
        let name = value
            .as_str()
            .or_else(|| value.get("case").and_then(Value::as_str))
            .ok_or_else(|| wrong(ty, value))?;
        let (_, payload) = cases
            .iter()
            .find(|(known, _)| known == name)
            .ok_or_else(|| wrong(ty, value))?;
        match (payload, value.get("value")) {
            (Some(ty), Some(inner)) => Ok(json!({ "case": name, "value": self.value(ty, inner)? })),
            (None, None | Some(Value::Null)) => Ok(json!({ "case": name })),
            (Some(_), None) if self.partial => Ok(json!({ "case": name })),
            _ => Err(wrong(ty, value)),
        }
    }

    fn result(
        self,
        ty: &Type,
        ok: Option<&Type>,
        err: Option<&Type>,
        value: &Value,
    ) -> Result<Value, Problem> {
        match value {
            Value::String(side) if side == "ok" && ok.is_none() => Ok(json!({ "ok": null })),
            Value::String(side) if side == "err" && err.is_none() => Ok(json!({ "err": null })),
            Value::Object(table) if table.len() == 1 => match (table.get("ok"), table.get("err")) {
                (Some(inner), None) => Ok(json!({ "ok": self.payload(ty, ok, Some(inner))? })),
                (None, Some(inner)) => Ok(json!({ "err": self.payload(ty, err, Some(inner))? })),
                _ => Err(wrong(ty, value)),
            },
            _ => Err(wrong(ty, value)),
        }
    }

    fn payload(
        self,
        whole: &Type,
        ty: Option<&Type>,
        value: Option<&Value>,
    ) -> Result<Value, Problem> {
        match (ty, value) {
            (Some(ty), Some(value)) => self.value(ty, value),
            (None, None | Some(Value::Null)) => Ok(Value::Null),
            // `ok = "ok"` in a case file, which has no null.
            (None, Some(Value::String(word))) if word == "ok" || word == "err" => Ok(Value::Null),
            (_, value) => Err(wrong(whole, value.unwrap_or(&Value::Null))),
        }
    }

    fn stream(self, ty: &Type, item: Option<&Type>, value: &Value) -> Result<Value, Problem> {
        let table = value.as_object().ok_or_else(|| wrong(ty, value))?;
        let content = table.get("stream").ok_or_else(|| wrong(ty, value))?;
        let mut typed = table.clone();
        let content = match (item, content) {
            // Bytes travel as bytes in a stream too.
            (Some(Type::Int("u8")), Value::Object(_)) => self.text(&Type::Bytes, content)?,
            (Some(Type::Int("u8")), Value::Array(_)) if self.compare => {
                self.text(&Type::Bytes, content)?
            }
            (Some(item), _) => self.items(ty, content, |_| Some(item))?,
            (None, _) => content.clone(),
        };
        typed.insert("stream".to_string(), content);
        Ok(Value::Object(typed))
    }
}

fn small_integer(value: &Value) -> Option<Value> {
    let number = value.is_number().then(|| integer(value))??;
    i64::try_from(number).ok().map(|n| json!(n))
}

fn integer(value: &Value) -> Option<i128> {
    match value {
        Value::String(digits) => digits
            .parse()
            .ok()
            .filter(|n: &i128| n.to_string() == *digits),
        Value::Number(n) => n
            .as_i64()
            .map(i128::from)
            .or_else(|| n.as_u64().map(i128::from))
            .or_else(|| whole(n.as_f64()?)),
        _ => None,
    }
}

/// JSON numbers such as `1e3` and `2.0` are integers too when nothing is lost.
fn whole(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i128)
}

/// A float in one spelling: shortest digits, `-0`, one NaN.
fn float(ty: &Type, value: &Value) -> Option<Value> {
    let number = match value {
        Value::String(word) => match word.as_str() {
            "nan" => f64::NAN,
            "inf" => f64::INFINITY,
            "-inf" => f64::NEG_INFINITY,
            "-0" => -0.0,
            _ => return None,
        },
        number => number.as_f64()?,
    };
    // Hosts differ in how many digits they write for a float 32; its value is what counts.
    let number = if *ty == Type::F32 {
        f64::from(number as f32)
    } else {
        number
    };
    Some(match number {
        n if n.is_nan() => json!("nan"),
        n if n.is_infinite() => json!(if n > 0.0 { "inf" } else { "-inf" }),
        n if n == 0.0 && n.is_sign_negative() => json!("-0"),
        n => json!(n),
    })
}

/// Flags in the order of their declaration, each once.
fn flags(names: &[String], value: &Value) -> Option<Value> {
    let given: Vec<&str> = value
        .as_array()?
        .iter()
        .map(Value::as_str)
        .collect::<Option<_>>()?;
    let known = given
        .iter()
        .all(|flag| names.iter().any(|name| name == flag));
    known.then(|| {
        names
            .iter()
            .filter(|name| given.contains(&name.as_str()))
            .cloned()
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::places::Places;

    fn compared(ty: &Type, value: Value) -> Result<Value, Problem> {
        let places = Places::here();
        comparable(
            ty,
            &value,
            Files {
                places: &places,
                base: Path::new("."),
            },
        )
    }

    #[test]
    fn numbers_have_one_spelling() {
        assert_eq!(
            compared(&Type::Int64("u64"), json!(7)),
            compared(&Type::Int64("u64"), json!("7"))
        );
        assert_eq!(
            compared(&Type::F64, json!(1)),
            compared(&Type::F64, json!(1.0))
        );
        assert_eq!(
            compared(&Type::F32, json!(0.1)),
            compared(&Type::F32, json!(0.10000000149011612))
        );
        assert_ne!(
            compared(&Type::F64, json!(0.1)),
            compared(&Type::F64, json!(0.10000000149011612))
        );
        assert_eq!(compared(&Type::F64, json!(-0.0)), Ok(json!("-0")));
        assert_ne!(
            compared(&Type::F64, json!("-0")),
            compared(&Type::F64, json!(0))
        );
        assert!(compared(&Type::Int64("s64"), json!("+1")).is_err());
        assert!(compared(&Type::Int("u8"), json!(1.5)).is_err());
    }

    #[test]
    fn bytes_have_one_form_however_they_are_written() {
        let ty = Type::Bytes;
        assert_eq!(
            compared(&ty, json!({ "hex": "00 ff" })),
            compared(&ty, json!([0, 255]))
        );
        let long = compared(&ty, json!({ "repeat": { "hex": "61" }, "times": 1000 })).unwrap();
        assert!(bytes::is_digest(&long));
        assert_eq!(compared(&ty, long.clone()), Ok(long));
    }

    #[test]
    fn shorthands_stand_for_null_payloads() {
        let option = Type::Option(Box::new(Type::Bool));
        assert_eq!(compared(&option, json!("none")), Ok(Value::Null));
        let result = Type::Result(None, Some(Box::new(Type::Bool)));
        assert_eq!(compared(&result, json!("ok")), Ok(json!({ "ok": null })));
        assert_eq!(
            compared(&result, json!({ "ok": "ok" })),
            Ok(json!({ "ok": null }))
        );
        let variant = Type::Variant(vec![
            ("a".to_string(), None),
            ("b".to_string(), Some(Type::Bool)),
        ]);
        assert_eq!(compared(&variant, json!("a")), Ok(json!({ "case": "a" })));
        assert!(compared(&variant, json!("b")).is_err());
    }

    #[test]
    fn differences_name_the_place() {
        let want = json!({ "a": [1, { "b": 2 }] });
        assert_eq!(difference(&want, &want), None);
        assert_eq!(
            difference(&want, &json!({ "a": [1, { "b": 3 }] })),
            Some("at .a[1].b: expected 2, got 3".to_string())
        );
        assert!(difference(&want, &json!({ "a": [1] })).is_some());
        let short = bytes::base64(b"short");
        assert!(difference(&bytes::digest(b"short"), &short).is_none());
        assert!(difference(&bytes::digest(b"other"), &short).is_some());
        assert!(difference(&json!({ "prefix": "ab" }), &json!("abc")).is_none());
        assert!(difference(&json!({ "prefix": "x" }), &json!("abc")).is_some());
    }
}
