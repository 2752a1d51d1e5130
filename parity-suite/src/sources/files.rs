//! `kind = "files"`: every file of a folder is an argument of one row.
//!
//! Options: `suffix` (only files whose name ends so), `largest` (bytes; larger files are left out), `first` and `then` (lists of
//! the arguments before and after the file). What is expected of them stands in the case, usually `accept = true`, which also compares the targets.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{Source, file_name};
use crate::case::Spec;

pub struct Files;

impl Source for Files {
    fn kind(&self) -> &'static str {
        "files"
    }

    fn rows(&self, from: &Path, options: &Map<String, Value>) -> Result<Vec<Spec>> {
        let suffix = options.get("suffix").and_then(Value::as_str).unwrap_or("");
        let largest = options
            .get("largest")
            .and_then(Value::as_u64)
            .unwrap_or(u64::MAX);
        let list = |key: &str| match options.get(key).and_then(Value::as_array) {
            Some(items) => items.clone(),
            None => Vec::new(),
        };
        let (first, then) = (list("first"), list("then"));
        let mut paths = Vec::new();
        for entry in fs::read_dir(from).context("not a folder")? {
            let entry = entry?;
            if entry.file_type()?.is_file()
                && file_name(&entry.path()).ends_with(suffix)
                && entry.metadata()?.len() <= largest
            {
                paths.push(entry.path());
            }
        }
        paths.sort();
        let row = |path: &std::path::PathBuf| {
            let file = [json!({ "file": path })];
            let args = first.iter().chain(&file).chain(&then).cloned().collect();
            Spec {
                name: Some(file_name(path)),
                args: Some(args),
                ..Spec::default()
            }
        };
        Ok(paths.iter().map(row).collect())
    }
}
