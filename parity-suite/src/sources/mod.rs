//! Public suites that are expanded into rows at run time, one file a kind.

mod arrow_integration;
mod files;
mod json_test_suite;
mod msgpack_test_suite;
mod strings;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::case::{Case, Spec};
use crate::places::{Places, Problem};

/// A kind of public suite.
pub trait Source: Sync {
    /// What `kind` in a case file says.
    fn kind(&self) -> &'static str;

    /// The suite's items as rows, what `[[call]]` tables would say: a name, arguments, an expectation where the item has one.
    ///
    /// # Errors
    /// When `from` does not hold what this kind expects.
    fn rows(&self, from: &Path, options: &Map<String, Value>) -> Result<Vec<Spec>>;
}

/// Every kind there is. A new one gets its line here.
const SOURCES: &[&dyn Source] = &[
    &arrow_integration::ArrowIntegration,
    &files::Files,
    &json_test_suite::JsonTestSuite,
    &msgpack_test_suite::MsgpackTestSuite,
    &strings::Strings,
];

/// A source that a checkout need not have, and has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    pub what: String,
    /// Rows that it would have given, where the case says so.
    pub count: Option<usize>,
}

/// Fills a case with the rows of its source, if it has one.
///
/// # Errors
/// When there is no such kind, the source cannot be read, or has not as many items as the case says.
pub fn expand(case: &mut Case, places: &Places) -> Result<Option<Absent>> {
    let Some(spec) = case.source.clone() else {
        return Ok(None);
    };
    let source = SOURCES.iter().find(|source| source.kind() == spec.kind);
    let kinds = || {
        SOURCES
            .iter()
            .map(|source| source.kind())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let source = source
        .with_context(|| format!("no kind of source `{}`; there is {}", spec.kind, kinds()))?;
    let path = match places.locate(&case.base, &spec.from) {
        Ok(path) => path,
        Err(Problem::Absent(what)) => {
            return Ok(Some(Absent {
                what,
                count: spec.count,
            }));
        }
        Err(problem) => return Err(problem.into()),
    };
    let rows = source
        .rows(&path, &spec.options)
        .with_context(|| format!("source {}", spec.from))?;
    if let Some(count) = spec.count {
        ensure!(
            rows.len() == count,
            "source {} has {} items, the case says {count}",
            spec.from,
            rows.len()
        );
    }
    ensure!(!rows.is_empty(), "source {} has no items", spec.from);
    case.add_rows(rows)?;
    Ok(None)
}

/// A file's name as a row's name.
fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().replace('*', "_"))
}
