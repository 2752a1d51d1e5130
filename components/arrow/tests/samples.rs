//! What pyarrow wrote decodes to what pyarrow reads, and survives being encoded again.

mod support;

use base64::Engine;
use molt_arrow::{Limits, decode, encode};
use serde_json::Value as Json;
use support::{Value, corpus, tree};

/// The levels that `arrow_sample.jsonl` has; all of them are supported.
const LEVELS: [&str; 4] = ["primitive", "extended", "nested", "compressed (optional)"];

#[test]
fn samples_decode_to_what_pyarrow_reads() {
    let Some(path) = corpus("arrow/arrow_sample.jsonl") else {
        return;
    };
    let mut seen = 0;
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let sample: Json = serde_json::from_str(line).unwrap();
        let id = sample["id"].as_str().unwrap();
        assert!(
            LEVELS.contains(&sample["level"].as_str().unwrap()),
            "{id}: a new level"
        );
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(sample["b64"].as_str().unwrap())
            .unwrap();
        let pivot =
            decode(&bytes, &Limits::DEFAULT).unwrap_or_else(|error| panic!("{id}: {error}"));
        check(id, &sample["expect"], &tree(&pivot));
        let again = decode(&encode(&pivot, &Limits::DEFAULT).unwrap(), &Limits::DEFAULT).unwrap();
        assert_eq!(tree(&again), tree(&pivot), "{id}");
        seen += 1;
    }
    assert!(seen >= 50, "the samples are incomplete");
}

fn check(id: &str, expect: &Json, table: &Value) {
    let fields = table.get("schema").get("fields").items();
    assert_eq!(
        fields.len(),
        expect["schema"].as_array().unwrap().len(),
        "{id}"
    );
    for (field, expected) in fields.iter().zip(expect["schema"].as_array().unwrap()) {
        assert_eq!(
            field.get("name").text(),
            expected["name"].as_str().unwrap(),
            "{id}"
        );
        assert_eq!(
            *field.get("nullable"),
            Value::Bool(expected["nullable"].as_bool().unwrap()),
            "{id}"
        );
        assert_eq!(type_name(field), expected["type"].as_str().unwrap(), "{id}");
    }
    let batches = table.get("batches").items();
    assert_eq!(
        batches.len() as u64,
        expect["num_batches"].as_u64().unwrap(),
        "{id}"
    );
    for (index, batch) in batches.iter().enumerate() {
        assert_eq!(
            *batch.get("rows"),
            Value::Int(expect["rows"][index].as_i64().unwrap().into()),
            "{id}"
        );
        for (column, values) in batch.get("columns").items().iter().enumerate() {
            same(id, values, &expect["columns"][column][index]);
        }
    }
}

/// A field's type as pyarrow writes it.
fn type_name(field: &Value) -> String {
    let plain = value_type_name(field.get("type"));
    let Some(dictionary) = field.find("dictionary") else {
        return plain;
    };
    let (index, ordered) = (
        dictionary.get("index").text(),
        u8::from(*dictionary.get("ordered") == Value::Bool(true)),
    );
    format!("dictionary<values={plain}, indices={index}, ordered={ordered}>")
}

fn value_type_name(data_type: &Value) -> String {
    let Value::Map(parameters) = data_type else {
        return match data_type.text() {
            "float16" => "halffloat",
            "float32" => "float",
            "float64" => "double",
            "utf8" => "string",
            "large-utf8" => "large_string",
            "large-binary" => "large_binary",
            "date32" => "date32[day]",
            "date64" => "date64[ms]",
            name => name,
        }
        .to_owned();
    };
    let (name, value) = (parameters[0].0.text(), &parameters[0].1);
    let number = |key: &str| format!("{:?}", value.get(key));
    match name {
        "time32" | "time64" | "duration" => format!("{name}[{}]", value.text()),
        "timestamp" => match value.get("timezone") {
            Value::Nil => format!("timestamp[{}]", value.get("unit").text()),
            zone => format!(
                "timestamp[{}, tz={}]",
                value.get("unit").text(),
                zone.text()
            ),
        },
        "decimal" => format!(
            "decimal{}({}, {})",
            number("bits"),
            number("precision"),
            number("scale")
        ),
        "fixed-size-binary" => format!("fixed_size_binary[{value:?}]"),
        "list" => format!("list<{}>", named(value)),
        "large-list" => format!("large_list<{}>", named(value)),
        "fixed-size-list" => format!(
            "fixed_size_list<{}>[{}]",
            named(value.get("item")),
            number("size")
        ),
        "struct" => format!(
            "struct<{}>",
            value
                .items()
                .iter()
                .map(named)
                .collect::<Vec<_>>()
                .join(", ")
        ),
        "map" => {
            let parts = value.get("entries").get("type").get("struct").items();
            format!("map<{}, {}>", type_name(&parts[0]), type_name(&parts[1]))
        }
        other => panic!("a type that the samples did not have: {other}"),
    }
}

fn named(field: &Value) -> String {
    format!("{}: {}", field.get("name").text(), type_name(field))
}

/// Compares with a typed value of the corpora.
fn same(id: &str, value: &Value, expected: &Json) {
    let v = &expected["v"];
    match expected["t"].as_str().unwrap() {
        "none" => assert_eq!(*value, Value::Nil, "{id}"),
        "bool" => assert_eq!(*value, Value::Bool(v.as_bool().unwrap()), "{id}"),
        "int" => assert_eq!(
            *value,
            Value::Int(v.as_str().unwrap().parse().unwrap()),
            "{id}"
        ),
        "float" if expected["nan"] == true => assert_eq!(*value, Value::float(f64::NAN), "{id}"),
        "float" => {
            let bits = u64::from_str_radix(expected["bits"].as_str().unwrap(), 16).unwrap();
            assert_eq!(*value, Value::Float(bits), "{id}");
        }
        "str" => assert_eq!(*value, Value::str(v.as_str().unwrap()), "{id}"),
        "bytes" => {
            let Value::Bin(bytes) = value else {
                panic!("{id}: {value:?}")
            };
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected["hex"].as_str().unwrap(), "{id}");
        }
        "decimal" => assert_eq!(decimal(value), v.as_str().unwrap(), "{id}"),
        "list" => {
            assert_eq!(value.items().len(), v.as_array().unwrap().len(), "{id}");
            value
                .items()
                .iter()
                .zip(v.as_array().unwrap())
                .for_each(|(value, expected)| same(id, value, expected));
        }
        "map" => {
            assert_eq!(value.items().len(), v.as_array().unwrap().len(), "{id}");
            for (pair, expected) in value.items().iter().zip(v.as_array().unwrap()) {
                same(id, &pair.items()[0], &expected[0]);
                same(id, &pair.items()[1], &expected[1]);
            }
        }
        "struct" => {
            for (key, expected) in v.as_object().unwrap() {
                same(id, value.get(key), expected);
            }
        }
        other => panic!("{id}: {other}"),
    }
}

/// A decimal extension as Python's `str` of it.
fn decimal(value: &Value) -> String {
    let Value::Ext(2, payload) = value else {
        panic!("no decimal: {value:?}")
    };
    let parts = tree(payload);
    let Value::Int(exponent) = parts.items()[0] else {
        panic!("{parts:?}")
    };
    let mantissa: i128 = match &parts.items()[1] {
        Value::Int(mantissa) => *mantissa,
        Value::Ext(1, bytes) => bytes
            .iter()
            .fold(if bytes[0] >= 0x80 { -1 } else { 0 }, |sum, byte| {
                sum << 8 | i128::from(*byte)
            }),
        other => panic!("{other:?}"),
    };
    let fraction = usize::try_from(-exponent).unwrap();
    let digits = format!("{:0>1$}", mantissa.unsigned_abs(), fraction + 1);
    let (whole, rest) = digits.split_at(digits.len() - fraction);
    format!("{}{whole}.{rest}", if mantissa < 0 { "-" } else { "" })
}
