//! The Arrow 1.0.0 golden streams and files decode to what their JSON says, and survive being encoded again.

mod support;

use std::collections::HashMap;
use std::io::Read;

use molt_arrow::{Limits, decode, encode, encode_file};
use serde_json::Value as Json;
use support::{Value, corpus, goldens, tree};

#[test]
fn goldens_decode_to_their_json() {
    for (name, bytes) in goldens() {
        let json = with_usual_names(&name, golden_json(name.rsplit_once('.').unwrap().0));
        let table = tree(
            &decode(&bytes, &Limits::DEFAULT).unwrap_or_else(|error| panic!("{name}: {error}")),
        );
        check_schema(&name, &json["schema"], table.get("schema"));
        check_batches(&name, &json, &table);
    }
}

#[test]
fn goldens_survive_being_encoded() {
    for (name, bytes) in goldens() {
        let pivot = decode(&bytes, &Limits::DEFAULT).unwrap();
        for write in [encode, encode_file] {
            let again =
                write(&pivot, &Limits::DEFAULT).unwrap_or_else(|error| panic!("{name}: {error}"));
            let back =
                decode(&again, &Limits::DEFAULT).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(tree(&back), tree(&pivot), "{name}");
        }
    }
}

#[test]
fn tables_conform_to_their_schema() {
    let schema = include_str!("../../../schemas/arrow-table.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for (name, bytes) in goldens() {
        let table = json(&tree(&decode(&bytes, &Limits::DEFAULT).unwrap()));
        let wrong = validator.iter_errors(&table).next();
        assert!(wrong.is_none(), "{name}: {}", wrong.unwrap());
    }
}

/// A tree as JSON; what JSON has no form for is in columns, where the schema allows anything.
fn json(value: &Value) -> Json {
    match value {
        Value::Nil => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => serde_json::from_str(&value.to_string()).unwrap(),
        Value::Str(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Map(pairs) => Json::Object(
            pairs
                .iter()
                .map(|(key, value)| (key.text().to_owned(), json(value)))
                .collect(),
        ),
        other => format!("{other:?}").into(),
    }
}

fn golden_json(stem: &str) -> Json {
    let path = corpus("arrow/integration-1.0.0-littleendian")
        .unwrap()
        .join(format!("{stem}.json.gz"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The stream of this one was made by a program that gave the parts of a map their usual names; the file kept its own.
fn with_usual_names(name: &str, json: Json) -> Json {
    if name != "generated_map_non_canonical.stream" {
        return json;
    }
    let text = json.to_string();
    serde_json::from_str(
        &text
            .replace("some_entries", "entries")
            .replace("some_key", "key")
            .replace("some_value", "value"),
    )
    .unwrap()
}

fn check_schema(name: &str, json: &Json, schema: &Value) {
    let fields = list(&json["fields"]);
    assert_eq!(schema.get("fields").items().len(), fields.len(), "{name}");
    for (json, field) in fields.iter().zip(schema.get("fields").items()) {
        assert_eq!(*field, expected_field(json), "{name}");
    }
    assert_eq!(*schema.get("metadata"), metadata(json), "{name}");
}

fn expected_field(json: &Json) -> Value {
    let mut pairs = vec![
        ("name", Value::str(json["name"].as_str().unwrap())),
        ("type", expected_type(json)),
        ("nullable", Value::Bool(json["nullable"].as_bool().unwrap())),
    ];
    if let Some(dictionary) = json.get("dictionary") {
        let index = int_name(&dictionary["indexType"]);
        let ordered = dictionary["isOrdered"].as_bool().unwrap();
        pairs.push((
            "dictionary",
            map(vec![
                ("index", Value::str(&index)),
                ("ordered", Value::Bool(ordered)),
            ]),
        ));
    }
    if json
        .get("metadata")
        .is_some_and(|pairs| !list(pairs).is_empty())
    {
        pairs.push(("metadata", metadata(json)));
    }
    map(pairs)
}

fn expected_type(json: &Json) -> Value {
    let kind = &json["type"];
    let children = || {
        json["children"]
            .as_array()
            .unwrap()
            .iter()
            .map(expected_field)
            .collect::<Vec<_>>()
    };
    let item = || children().remove(0);
    let unit = || {
        let unit = match kind["unit"].as_str().unwrap() {
            "SECOND" => "s",
            "MILLISECOND" => "ms",
            "MICROSECOND" => "us",
            "NANOSECOND" => "ns",
            other => panic!("{other}"),
        };
        Value::str(unit)
    };
    match kind["name"].as_str().unwrap() {
        "int" => Value::str(&int_name(kind)),
        "floatingpoint" => Value::str(match kind["precision"].as_str().unwrap() {
            "HALF" => "float16",
            "SINGLE" => "float32",
            _ => "float64",
        }),
        "largeutf8" => Value::str("large-utf8"),
        "largebinary" => Value::str("large-binary"),
        name @ ("null" | "bool" | "utf8" | "binary") => Value::str(name),
        "date" if kind["unit"] == "DAY" => Value::str("date32"),
        "date" => Value::str("date64"),
        "time" => map(vec![(
            if kind["bitWidth"] == 32 {
                "time32"
            } else {
                "time64"
            },
            unit(),
        )]),
        "duration" => map(vec![("duration", unit())]),
        "interval" if kind["unit"] == "YEAR_MONTH" => {
            map(vec![("interval", Value::str("year-month"))])
        }
        "interval" => map(vec![("interval", Value::str("day-time"))]),
        "timestamp" => {
            let zone = kind
                .get("timezone")
                .map_or(Value::Nil, |zone| Value::str(zone.as_str().unwrap()));
            map(vec![(
                "timestamp",
                map(vec![("unit", unit()), ("timezone", zone)]),
            )])
        }
        "fixedsizebinary" => map(vec![("fixed-size-binary", int(&kind["byteWidth"]))]),
        "list" => map(vec![("list", item())]),
        "largelist" => map(vec![("large-list", item())]),
        "fixedsizelist" => map(vec![(
            "fixed-size-list",
            map(vec![("item", item()), ("size", int(&kind["listSize"]))]),
        )]),
        "struct" => map(vec![("struct", Value::Array(children()))]),
        "map" => {
            let sorted = Value::Bool(kind["keysSorted"].as_bool().unwrap());
            map(vec![(
                "map",
                map(vec![("entries", item()), ("sorted", sorted)]),
            )])
        }
        "union" => {
            let ids = list(&kind["typeIds"]).iter().map(int);
            let variants = ids
                .zip(children())
                .map(|(id, field)| map(vec![("id", id), ("field", field)]))
                .collect();
            let mode = Value::str(&kind["mode"].as_str().unwrap().to_lowercase());
            map(vec![(
                "union",
                map(vec![("mode", mode), ("variants", Value::Array(variants))]),
            )])
        }
        other => panic!("a type that the goldens did not have: {other}"),
    }
}

fn int_name(kind: &Json) -> String {
    format!(
        "{}int{}",
        if kind["isSigned"] == true { "" } else { "u" },
        kind["bitWidth"]
    )
}

fn metadata(json: &Json) -> Value {
    let pairs = json.get("metadata").map_or(&[][..], list);
    let mut pairs: Vec<_> = pairs
        .iter()
        .map(|pair| {
            (
                pair["key"].as_str().unwrap(),
                pair["value"].as_str().unwrap(),
            )
        })
        .collect();
    pairs.sort();
    map(pairs
        .into_iter()
        .map(|(key, value)| (key, Value::str(value)))
        .collect())
}

fn check_batches(name: &str, json: &Json, table: &Value) {
    let dictionaries: HashMap<i64, &Json> = json
        .get("dictionaries")
        .map_or(&[][..], list)
        .iter()
        .map(|one| (one["id"].as_i64().unwrap(), &one["data"]["columns"][0]))
        .collect();
    let batches = list(&json["batches"]);
    assert_eq!(table.get("batches").items().len(), batches.len(), "{name}");
    for (json_batch, batch) in batches.iter().zip(table.get("batches").items()) {
        assert_eq!(*batch.get("rows"), int(&json_batch["count"]), "{name}");
        let columns = list(&json_batch["columns"]);
        assert_eq!(batch.get("columns").items().len(), columns.len(), "{name}");
        for ((field, column), values) in list(&json["schema"]["fields"])
            .iter()
            .zip(columns)
            .zip(batch.get("columns").items())
        {
            let expected = expected_values(field, column, &dictionaries);
            assert_eq!(values.items(), expected, "{name}: {}", field["name"]);
        }
    }
}

fn expected_values(field: &Json, column: &Json, dictionaries: &HashMap<i64, &Json>) -> Vec<Value> {
    let count = column["count"].as_u64().unwrap() as usize;
    if let Some(dictionary) = field.get("dictionary") {
        let mut plain = field.clone();
        plain.as_object_mut().unwrap().remove("dictionary");
        let values = expected_values(
            &plain,
            dictionaries[&dictionary["id"].as_i64().unwrap()],
            dictionaries,
        );
        let keys = list(&column["DATA"]);
        return nullable(column, count, |row| {
            values[keys[row].as_u64().unwrap() as usize].clone()
        });
    }
    let kind = &field["type"];
    let fields = field.get("children").map_or(&[][..], list);
    let children = || -> Vec<Vec<Value>> {
        let columns = column.get("children").map_or(&[][..], list);
        fields
            .iter()
            .zip(columns)
            .map(|(field, column)| expected_values(field, column, dictionaries))
            .collect()
    };
    let data = |row: usize| &column["DATA"][row];
    let offset = |row: usize| match int(&column["OFFSET"][row]) {
        Value::Int(offset) => offset as usize,
        other => panic!("{other:?}"),
    };
    match kind["name"].as_str().unwrap() {
        "null" => vec![Value::Nil; count],
        "bool" => nullable(column, count, |row| {
            Value::Bool(data(row).as_bool().unwrap())
        }),
        "floatingpoint" => nullable(column, count, |row| {
            let value = data(row).as_f64().unwrap();
            Value::float(if kind["precision"] == "SINGLE" {
                (value as f32).into()
            } else {
                value
            })
        }),
        "utf8" | "largeutf8" => {
            nullable(column, count, |row| Value::str(data(row).as_str().unwrap()))
        }
        "binary" | "largebinary" | "fixedsizebinary" => {
            nullable(column, count, |row| hex(data(row).as_str().unwrap()))
        }
        "interval" if kind["unit"] == "DAY_TIME" => nullable(column, count, |row| {
            map(vec![
                ("days", int(&data(row)["days"])),
                ("milliseconds", int(&data(row)["milliseconds"])),
            ])
        }),
        "int" | "date" | "time" | "timestamp" | "duration" | "interval" => {
            nullable(column, count, |row| int(data(row)))
        }
        "list" | "largelist" => {
            let items = children().remove(0);
            nullable(column, count, |row| {
                Value::Array(items[offset(row)..offset(row + 1)].to_vec())
            })
        }
        "fixedsizelist" => {
            let (items, size) = (
                children().remove(0),
                kind["listSize"].as_u64().unwrap() as usize,
            );
            nullable(column, count, |row| {
                Value::Array(items[row * size..(row + 1) * size].to_vec())
            })
        }
        "struct" => {
            let children = children();
            let names: Vec<_> = fields
                .iter()
                .map(|field| field["name"].as_str().unwrap())
                .collect();
            let repeats = (1..names.len()).any(|index| names[..index].contains(&names[index]));
            nullable(column, count, |row| {
                let values = children.iter().map(|child| child[row].clone());
                if repeats {
                    Value::Array(values.collect())
                } else {
                    map(names.iter().copied().zip(values).collect())
                }
            })
        }
        "map" => {
            let entries = &fields[0];
            let pairs = list(&entries["children"])
                .iter()
                .zip(list(&column["children"][0]["children"]));
            let [keys, values]: [Vec<Value>; 2] = pairs
                .map(|(field, column)| expected_values(field, column, dictionaries))
                .collect::<Vec<_>>()
                .try_into()
                .unwrap();
            nullable(column, count, |row| {
                let pairs = offset(row)..offset(row + 1);
                Value::Array(
                    pairs
                        .map(|at| Value::Array(vec![keys[at].clone(), values[at].clone()]))
                        .collect(),
                )
            })
        }
        "union" => {
            let children = children();
            let ids = list(&kind["typeIds"]);
            (0..count)
                .map(|row| {
                    let id = &column["TYPE_ID"][row];
                    let child = ids.iter().position(|known| known == id).unwrap();
                    let at = if kind["mode"] == "DENSE" {
                        offset(row)
                    } else {
                        row
                    };
                    Value::Array(vec![int(id), children[child][at].clone()])
                })
                .collect()
        }
        other => panic!("a type that the goldens did not have: {other}"),
    }
}

fn nullable(column: &Json, count: usize, value: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..count)
        .map(|row| {
            if column["VALIDITY"][row] == 0 {
                Value::Nil
            } else {
                value(row)
            }
        })
        .collect()
}

fn list(json: &Json) -> &[Json] {
    json.as_array().unwrap()
}

/// An integer; the JSON has those of 64 bits as text.
fn int(json: &Json) -> Value {
    Value::Int(
        json.as_str()
            .map_or_else(|| json.to_string(), str::to_owned)
            .parse()
            .unwrap(),
    )
}

fn hex(text: &str) -> Value {
    Value::Bin(
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect(),
    )
}

fn map(pairs: Vec<(&str, Value)>) -> Value {
    Value::Map(
        pairs
            .into_iter()
            .map(|(key, value)| (Value::str(key), value))
            .collect(),
    )
}
