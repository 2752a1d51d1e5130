//! `kind = "strings"`: a JSON file with a list of strings, such as the Big List of Naughty Strings; each is the first argument
//! of one row. Options: `json = true` gives the string as a JSON text in bytes instead of as it is.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::Source;
use crate::case::Spec;

pub struct Strings;

impl Source for Strings {
    fn kind(&self) -> &'static str {
        "strings"
    }

    fn rows(&self, from: &Path, options: &Map<String, Value>) -> Result<Vec<Spec>> {
        let as_json = options
            .get("json")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        let strings: Vec<String> = serde_json::from_str(&fs::read_to_string(from)?)?;
        let row = |text: String| {
            let argument = if as_json {
                json!({ "utf8": Value::String(text).to_string() })
            } else {
                json!(text)
            };
            Spec {
                args: Some(vec![argument]),
                ..Spec::default()
            }
        };
        Ok(strings.into_iter().map(row).collect())
    }
}
