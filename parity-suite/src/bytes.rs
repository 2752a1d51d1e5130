//! The ways in which a case file writes bytes: hex, base64, text, files, repetition.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::pivot;
use crate::places::{Places, Problem};

/// More than any case needs; a typing error in `times` should not fill the memory.
const LARGEST: usize = 1 << 30;

/// Byte lists and strings beyond this are compared and shown as their digest.
pub const SHOWN: usize = 256;

/// Where the files of a value are looked up.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    pub places: &'a Places,
    /// The folder of the case.
    pub base: &'a Path,
}

/// The bytes that a form stands for: a table (`hex`, `file`, `repeat`, ..), text, or a list of numbers.
///
/// # Errors
/// When it is none of these, or its file is not there.
pub fn evaluate(form: &Value, files: Files) -> Result<Vec<u8>, Problem> {
    match form {
        Value::String(text) => Ok(text.clone().into_bytes()),
        Value::Array(items) => items.iter().map(byte).collect(),
        Value::Object(table) => {
            let text = |key: &str| table.get(key).and_then(Value::as_str);
            if let Some(hex) = text("hex") {
                return unhex(hex);
            }
            if let Some(base64) = text("base64") {
                return STANDARD
                    .decode(base64)
                    .map_err(|error| Problem::Wrong(format!("base64: {error}")));
            }
            if let Some(utf8) = text("utf8") {
                return Ok(utf8.as_bytes().to_vec());
            }
            if let Some(json) = text("pivot") {
                return pivot::of_json(json)
                    .map_err(|error| Problem::Wrong(format!("pivot: {error}")));
            }
            if let Some(name) = text("file") {
                let path = files.places.locate(files.base, name)?;
                return std::fs::read(&path)
                    .map_err(|error| Problem::Wrong(format!("{}: {error}", path.display())));
            }
            if let (Some(inner), Some(times)) = (
                table.get("repeat"),
                table.get("times").and_then(Value::as_u64),
            ) {
                let unit = evaluate(inner, files)?;
                let times = usize::try_from(times).unwrap_or(usize::MAX);
                return match unit.len().checked_mul(times) {
                    Some(size) if size <= LARGEST => Ok(unit.repeat(times)),
                    _ => Err(Problem::Wrong(format!(
                        "{} bytes {times} times is more than 1 GiB",
                        unit.len()
                    ))),
                };
            }
            if let Some(parts) = table.get("join").and_then(Value::as_array) {
                let parts = parts
                    .iter()
                    .map(|part| evaluate(part, files))
                    .collect::<Result<Vec<_>, _>>()?;
                return Ok(parts.concat());
            }
            Err(Problem::Wrong(format!("no form of bytes: {form}")))
        }
        _ => Err(Problem::Wrong(format!("no form of bytes: {form}"))),
    }
}

fn byte(item: &Value) -> Result<u8, Problem> {
    item.as_u64()
        .and_then(|n| u8::try_from(n).ok())
        .ok_or_else(|| Problem::Wrong(format!("no byte: {item}")))
}

/// Hex digits to bytes; white space does not count.
///
/// # Errors
/// When a digit is none, or one is left over.
pub fn unhex(hex: &str) -> Result<Vec<u8>, Problem> {
    let digits: Vec<u8> = hex
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    if !digits.len().is_multiple_of(2) {
        return Err(Problem::Wrong(format!(
            "an odd number of hex digits in {hex:?}"
        )));
    }
    digits
        .chunks(2)
        .map(|pair| Some((digit(pair[0])? << 4) | digit(pair[1])?))
        .collect::<Option<_>>()
        .ok_or_else(|| Problem::Wrong(format!("not hex: {hex:?}")))
}

/// An argument as adapters take it: absolute paths, no spaces in hex, no `join` or `pivot`.
///
/// # Errors
/// As `evaluate`.
pub fn for_adapter(form: &Value, files: Files) -> Result<Value, Problem> {
    let Value::Object(table) = form else {
        return Ok(form.clone());
    };
    if let Some(Value::String(name)) = table.get("file") {
        return Ok(json!({ "file": files.places.locate(files.base, name)? }));
    }
    if let (Some(inner), Some(times)) = (table.get("repeat"), table.get("times")) {
        return Ok(json!({ "repeat": for_adapter(inner, files)?, "times": times }));
    }
    Ok(base64(&evaluate(form, files)?))
}

/// Bytes as WIT JSON.
pub fn base64(bytes: &[u8]) -> Value {
    json!({ "base64": STANDARD.encode(bytes) })
}

/// The bytes of `{"base64"}`, if the value is that.
pub fn of_base64(value: &Value) -> Option<Vec<u8>> {
    let table = value.as_object().filter(|table| table.len() == 1)?;
    STANDARD.decode(table.get("base64")?.as_str()?).ok()
}

/// Bytes in the one form that is compared: themselves when few, else their digest.
pub fn comparable(bytes: &[u8]) -> Value {
    if bytes.len() <= SHOWN {
        base64(bytes)
    } else {
        digest(bytes)
    }
}

/// SHA-256 and length.
pub fn digest(bytes: &[u8]) -> Value {
    json!({ "sha256": hex(&Sha256::digest(bytes)), "length": bytes.len() })
}

/// A result with its long byte lists and strings as digests, as the protocol's `digest` asks for.
pub fn shortened(value: Value) -> Value {
    if let Some(content) = of_base64(&value) {
        return comparable(&content);
    }
    match value {
        Value::String(text) if text.len() > SHOWN => digest(text.as_bytes()),
        Value::Array(items) => items.into_iter().map(shortened).collect(),
        Value::Object(table) => {
            let entries = table.into_iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key, shortened(value)))
                    .collect(),
            )
        }
        other => other,
    }
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// True for `{"sha256", "length"}`.
pub fn is_digest(value: &Value) -> bool {
    value.as_object().is_some_and(|table| {
        table.len() == 2 && table.contains_key("sha256") && table.contains_key("length")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(form: Value) -> Result<Vec<u8>, Problem> {
        let places = Places::here();
        evaluate(
            &form,
            Files {
                places: &places,
                base: Path::new("."),
            },
        )
    }

    #[test]
    fn every_form_gives_its_bytes() {
        assert_eq!(
            bytes(json!({ "hex": "82 A1\n00" })),
            Ok(vec![0x82, 0xa1, 0])
        );
        assert_eq!(bytes(json!({ "base64": "gqE=" })), Ok(vec![0x82, 0xa1]));
        assert_eq!(
            bytes(json!({ "repeat": { "utf8": "ab" }, "times": 2 })),
            Ok(b"abab".to_vec())
        );
        assert_eq!(
            bytes(json!({ "join": [{ "utf8": "a" }, [98]] })),
            Ok(b"ab".to_vec())
        );
    }

    #[test]
    fn mistakes_are_said() {
        for form in [
            json!({ "hex": "8" }),
            json!({ "hex": "zz" }),
            json!([256]),
            json!({}),
            json!(1),
        ] {
            assert!(
                matches!(bytes(form.clone()), Err(Problem::Wrong(_))),
                "{form}"
            );
        }
        assert!(matches!(
            bytes(json!({ "repeat": { "utf8": "aaaa" }, "times": 1u64 << 40 })),
            Err(Problem::Wrong(_))
        ));
        assert!(matches!(
            bytes(json!({ "file": "corpora:no/such" })),
            Err(Problem::Absent(_))
        ));
    }
}
