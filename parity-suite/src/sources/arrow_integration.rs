//! `kind = "arrow-integration"`: the golden files of Arrow's integration tests, a folder of `.stream`, `.arrow_file` and `.json.gz`.
//!
//! One row a stream or file, which must decode to the table that the JSON beside it describes, in the pivot form of
//! `schemas/arrow-table.json`.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::{Source, file_name};
use crate::bytes::{base64, unhex};
use crate::case::Spec;
use crate::pivot;

pub struct ArrowIntegration;

impl Source for ArrowIntegration {
    fn kind(&self) -> &'static str {
        "arrow-integration"
    }

    fn rows(&self, from: &Path, _options: &Map<String, Value>) -> Result<Vec<Spec>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(from).context("not a folder")? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|kind| kind == "stream" || kind == "arrow_file")
            {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().map(|path| row(path)).collect()
    }
}

fn row(path: &Path) -> Result<Spec> {
    let name = file_name(path);
    let expected = description(path)
        .and_then(|json| table(&json))
        .with_context(|| name.clone())?;
    Ok(Spec {
        name: Some(name),
        args: Some(vec![json!({ "file": path })]),
        ok: Some(base64(&expected)),
        ..Spec::default()
    })
}

fn description(path: &Path) -> Result<Value> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(path.with_extension("json.gz"))?)
        .read_to_string(&mut text)?;
    // This stream was made by a program that gave the parts of a map their usual names; the file has its own.
    if file_name(path) == "generated_map_non_canonical.stream" {
        for part in ["entries", "key", "value"] {
            text = text.replace(&format!("some_{part}"), part);
        }
    }
    Ok(serde_json::from_str(&text)?)
}

/// The table as pivot bytes.
fn table(json: &Value) -> Result<Vec<u8>> {
    let fields = list(&json["schema"]["fields"]);
    let described: Vec<Value> = fields.iter().map(field).collect::<Result<_>>()?;
    let schema = json!({ "fields": described, "metadata": metadata(&json["schema"]) });
    let mut columns = Columns {
        dictionaries: HashMap::new(),
    };
    for one in list(&json["dictionaries"]) {
        let id = one["id"].as_i64().context("a dictionary without id")?;
        columns.dictionaries.insert(id, &one["data"]["columns"][0]);
    }
    let batches = list(&json["batches"]);
    let mut out = map_head(2);
    out.extend(scalar(&json!("schema"))?);
    out.extend(scalar(&schema)?);
    out.extend(scalar(&json!("batches"))?);
    out.extend(array_head(batches.len()));
    for batch in batches {
        out.extend(map_head(2));
        out.extend(scalar(&json!("rows"))?);
        out.extend(scalar(&batch["count"])?);
        out.extend(scalar(&json!("columns"))?);
        let data = list(&batch["columns"]);
        out.extend(array_head(data.len()));
        for (field, column) in fields.iter().zip(data) {
            out.extend(array(&columns.values(field, column)?));
        }
    }
    Ok(out)
}

fn field(json: &Value) -> Result<Value> {
    let mut described =
        json!({ "name": json["name"], "type": data_type(json)?, "nullable": json["nullable"] });
    if let Some(dictionary) = json.get("dictionary") {
        described["dictionary"] = json!({
            "index": int_name(&dictionary["indexType"]),
            "ordered": dictionary["isOrdered"],
        });
    }
    if !list(&json["metadata"]).is_empty() {
        described["metadata"] = metadata(json);
    }
    Ok(described)
}

fn data_type(json: &Value) -> Result<Value> {
    let kind = &json["type"];
    let children = || -> Result<Vec<Value>> { list(&json["children"]).iter().map(field).collect() };
    let item = || field(&json["children"][0]);
    let unit = || match kind["unit"].as_str() {
        Some("SECOND") => "s",
        Some("MILLISECOND") => "ms",
        Some("MICROSECOND") => "us",
        _ => "ns",
    };
    Ok(match text(&kind["name"])? {
        "int" => json!(int_name(kind)),
        "floatingpoint" if kind["precision"] == "SINGLE" => json!("float32"),
        "floatingpoint" if kind["precision"] == "DOUBLE" => json!("float64"),
        "largeutf8" => json!("large-utf8"),
        "largebinary" => json!("large-binary"),
        name @ ("null" | "bool" | "utf8" | "binary") => json!(name),
        "date" if kind["unit"] == "DAY" => json!("date32"),
        "date" => json!("date64"),
        "time" if kind["bitWidth"] == 32 => json!({ "time32": unit() }),
        "time" => json!({ "time64": unit() }),
        "duration" => json!({ "duration": unit() }),
        "interval" if kind["unit"] == "YEAR_MONTH" => json!({ "interval": "year-month" }),
        "interval" => json!({ "interval": "day-time" }),
        "timestamp" => {
            json!({ "timestamp": { "unit": unit(), "timezone": kind["timezone"] } })
        }
        "fixedsizebinary" => json!({ "fixed-size-binary": kind["byteWidth"] }),
        "list" => json!({ "list": item()? }),
        "largelist" => json!({ "large-list": item()? }),
        "fixedsizelist" => {
            json!({ "fixed-size-list": { "item": item()?, "size": kind["listSize"] } })
        }
        "struct" => json!({ "struct": children()? }),
        "map" => json!({ "map": { "entries": item()?, "sorted": kind["keysSorted"] } }),
        "union" => {
            let ids = list(&kind["typeIds"]).iter();
            let variants: Vec<Value> = ids
                .zip(children()?)
                .map(|(id, field)| json!({ "id": id, "field": field }))
                .collect();
            let mode = text(&kind["mode"])?.to_lowercase();
            json!({ "union": { "mode": mode, "variants": variants } })
        }
        other => bail!("a type that this source does not know: {other}"),
    })
}

fn int_name(kind: &Value) -> String {
    let sign = if kind["isSigned"] == true { "" } else { "u" };
    format!("{sign}int{}", kind["bitWidth"])
}

/// Sorted by key: Arrow gives metadata no order.
fn metadata(json: &Value) -> Value {
    let mut pairs: Vec<_> = list(&json["metadata"])
        .iter()
        .map(|pair| (pair["key"].as_str().unwrap_or(""), pair["value"].clone()))
        .collect();
    pairs.sort_by_key(|(key, _)| *key);
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| (key.to_string(), value));
    Value::Object(pairs.collect())
}

struct Columns<'a> {
    dictionaries: HashMap<i64, &'a Value>,
}

impl Columns<'_> {
    /// The values of a column, each as pivot bytes.
    fn values(&self, field: &Value, column: &Value) -> Result<Vec<Vec<u8>>> {
        if let Some(dictionary) = field.get("dictionary") {
            let id = dictionary["id"].as_i64().context("no dictionary id")?;
            let data = self.dictionaries.get(&id).context("no such dictionary")?;
            let mut plain = field.clone();
            plain
                .as_object_mut()
                .map(|field| field.remove("dictionary"));
            let values = self.values(&plain, data)?;
            return each(column, |row| Ok(values[at(&column["DATA"][row])?].clone()));
        }
        let kind = &field["type"];
        let children = || -> Result<Vec<Vec<Vec<u8>>>> {
            let columns = list(&column["children"]).iter();
            list(&field["children"])
                .iter()
                .zip(columns)
                .map(|(field, column)| self.values(field, column))
                .collect()
        };
        let between = |row: usize| -> Result<std::ops::Range<usize>> {
            Ok(at(&column["OFFSET"][row])?..at(&column["OFFSET"][row + 1])?)
        };
        match text(&kind["name"])? {
            "null" => Ok(vec![vec![0xc0]; at(&column["count"])?]),
            "binary" | "largebinary" | "fixedsizebinary" => {
                each(column, |row| bytes(text(&column["DATA"][row])?))
            }
            "floatingpoint" => each(column, |row| float(kind, &column["DATA"][row])),
            "utf8" | "largeutf8" | "bool" => each(column, |row| scalar(&column["DATA"][row])),
            "interval" if kind["unit"] == "DAY_TIME" => each(column, |row| {
                let value = &column["DATA"][row];
                scalar(&json!({ "days": value["days"], "milliseconds": value["milliseconds"] }))
            }),
            "int" | "date" | "time" | "timestamp" | "duration" | "interval" => {
                each(column, |row| integer(&column["DATA"][row]))
            }
            "list" | "largelist" => {
                let items = children()?.remove(0);
                each(column, |row| Ok(array(&items[between(row)?])))
            }
            "fixedsizelist" => {
                let (items, size) = (children()?.remove(0), at(&kind["listSize"])?);
                each(column, |row| {
                    Ok(array(&items[row * size..(row + 1) * size]))
                })
            }
            "map" => {
                let (fields, columns) = (
                    &field["children"][0]["children"],
                    &column["children"][0]["children"],
                );
                let keys = self.values(&fields[0], &columns[0])?;
                let values = self.values(&fields[1], &columns[1])?;
                each(column, |row| {
                    let pair = |at: usize| array(&[keys[at].clone(), values[at].clone()]);
                    Ok(array(&between(row)?.map(pair).collect::<Vec<_>>()))
                })
            }
            "struct" => {
                let children = children()?;
                each(column, |row| {
                    structure(list(&field["children"]), &children, row)
                })
            }
            "union" => {
                let children = children()?;
                each(column, |row| union(kind, column, &children, row))
            }
            other => bail!("a type that this source does not know: {other}"),
        }
    }
}

/// What `value` gives for every row that is not null.
fn each(column: &Value, value: impl Fn(usize) -> Result<Vec<u8>>) -> Result<Vec<Vec<u8>>> {
    let rows = 0..at(&column["count"])?;
    rows.map(|row| {
        if column["VALIDITY"][row] == 0 {
            Ok(vec![0xc0])
        } else {
            value(row)
        }
    })
    .collect()
}

/// A map; an array when two fields have the same name.
fn structure(fields: &[Value], children: &[Vec<Vec<u8>>], row: usize) -> Result<Vec<u8>> {
    let values: Vec<_> = children.iter().map(|child| child[row].clone()).collect();
    let name = |index: usize| &fields[index]["name"];
    if (1..fields.len()).any(|one| (0..one).any(|other| name(one) == name(other))) {
        return Ok(array(&values));
    }
    let mut out = map_head(values.len());
    for (field, value) in fields.iter().zip(values) {
        out.extend(scalar(&field["name"])?);
        out.extend(value);
    }
    Ok(out)
}

fn union(kind: &Value, column: &Value, children: &[Vec<Vec<u8>>], row: usize) -> Result<Vec<u8>> {
    let id = &column["TYPE_ID"][row];
    let child = list(&kind["typeIds"]).iter().position(|known| known == id);
    let child = &children[child.context("an unknown type id")?];
    let place = if kind["mode"] == "DENSE" {
        at(&column["OFFSET"][row])?
    } else {
        row
    };
    Ok(array(&[scalar(id)?, child[place].clone()]))
}

fn float(kind: &Value, value: &Value) -> Result<Vec<u8>> {
    let value = value.as_f64().context("not a float")?;
    let narrow = value as f32;
    Ok(
        if kind["precision"] == "SINGLE" || f64::from(narrow) == value {
            [&[0xca][..], &narrow.to_be_bytes()].concat()
        } else {
            [&[0xcb][..], &value.to_be_bytes()].concat()
        },
    )
}

/// An integer; those of 64 bits stand as text.
fn integer(value: &Value) -> Result<Vec<u8>> {
    scalar(&match value.as_str() {
        Some(digits) => serde_json::from_str(digits)?,
        None => value.clone(),
    })
}

fn bytes(digits: &str) -> Result<Vec<u8>> {
    let bytes = unhex(digits)?;
    let length = u8::try_from(bytes.len()).context("the goldens have short values")?;
    Ok([&[0xc4, length][..], &bytes].concat())
}

/// A JSON value as pivot bytes.
fn scalar(value: &Value) -> Result<Vec<u8>> {
    pivot::of_json(&value.to_string())
}

fn array(items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = array_head(items.len());
    out.extend(items.concat());
    out
}

fn array_head(length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    pivot::header(length, 0x90, 0xdc, &mut out);
    out
}

fn map_head(length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    pivot::header(length, 0x80, 0xde, &mut out);
    out
}

fn list(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text(json: &Value) -> Result<&str> {
    json.as_str().with_context(|| format!("not text: {json}"))
}

/// A count or an index, as a number or as text.
fn at(json: &Value) -> Result<usize> {
    let digits = json
        .as_str()
        .map_or_else(|| json.to_string(), str::to_owned);
    digits.parse().with_context(|| format!("no index: {json}"))
}
