//! `kind = "msgpack-test-suite"`: kawanet's suite, its JSON file or the npm package.
//!
//! One row a legal encoding. Every encoding of a value must decode to the value's canonical bytes: its shortest encoding. Floats
//! stay floats (the suite lists `ca 00 00 00 00` as an encoding of 0), in the shortest form that keeps them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::Source;
use crate::bytes::{hex, unhex};
use crate::case::Spec;

pub struct MsgpackTestSuite;

impl Source for MsgpackTestSuite {
    fn kind(&self) -> &'static str {
        "msgpack-test-suite"
    }

    fn rows(&self, from: &Path, _options: &Map<String, Value>) -> Result<Vec<Spec>> {
        let file = if from.is_dir() {
            from.join("dist/msgpack-test-suite.json")
        } else {
            from.to_path_buf()
        };
        let groups: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let mut rows = Vec::new();
        for (group, values) in &groups {
            let group = group.trim_end_matches(".yaml");
            for (i, value) in values
                .as_array()
                .context("a group is a list")?
                .iter()
                .enumerate()
            {
                rows.extend(rows_of_value(&format!("{group}-{}", i + 1), value)?);
            }
        }
        Ok(rows)
    }
}

fn rows_of_value(name: &str, value: &Value) -> Result<Vec<Spec>> {
    let listed = value["msgpack"]
        .as_array()
        .with_context(|| format!("{name}: no list `msgpack`"))?;
    let text = |item: &Value| {
        Ok(unhex(
            &item.as_str().context("not a string")?.replace('-', ""),
        )?)
    };
    let encodings = listed.iter().map(text).collect::<Result<Vec<Vec<u8>>>>()?;
    // Of two that are equally long (2^63-1), canonical is the one of the unsigned family.
    let is_signed = |bytes: &[u8]| matches!(bytes.first(), Some(0xd0..=0xd3));
    let integers = encodings.iter().filter(|bytes| !is_float(bytes));
    let shortest = integers.min_by_key(|bytes| (bytes.len(), is_signed(bytes)));
    let row = |bytes: &Vec<u8>| {
        let canonical = if is_float(bytes) {
            shortest_float(bytes)?
        } else {
            shortest.unwrap_or(bytes).clone()
        };
        let start = &bytes[..bytes.len().min(8)];
        Ok(Spec {
            name: Some(format!("{name} {} {}", hex(start), bytes.len())),
            args: Some(vec![json!({ "hex": hex(bytes) })]),
            ok: Some(json!({ "hex": hex(&canonical) })),
            ..Spec::default()
        })
    };
    encodings.iter().map(row).collect()
}

fn is_float(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(0xca | 0xcb))
}

fn shortest_float(bytes: &[u8]) -> Result<Vec<u8>> {
    let (tag, digits) = bytes.split_first().context("empty")?;
    let value = match (
        tag,
        digits.try_into().map(u32::from_be_bytes),
        digits.try_into().map(u64::from_be_bytes),
    ) {
        (0xca, Ok(bits), _) => f64::from(f32::from_bits(bits)),
        (0xcb, _, Ok(bits)) => f64::from_bits(bits),
        _ => anyhow::bail!("a float of {} bytes", digits.len()),
    };
    ensure!(!value.is_nan(), "the suite has no NaN");
    if f64::from(value as f32) == value {
        Ok([&[0xca][..], &(value as f32).to_be_bytes()].concat())
    } else {
        Ok([&[0xcb][..], &value.to_be_bytes()].concat())
    }
}
