//! Known gaps of targets: `expectations/<target>.toml`.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::verdict::Verdict;

/// What a target is known to get wrong.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    #[serde(default, rename = "gap")]
    pub gaps: Vec<Gap>,
}

/// Trials that fail for a known reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// `area/case` or `area/case/row`; `*` is anything.
    pub trial: String,
    pub reason: String,
    pub link: Option<String>,
}

impl Expectations {
    /// Those of one target; none when it has no file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(folder: &Path, target: &str) -> Result<Expectations> {
        let path = folder.join(format!("{target}.toml"));
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).with_context(|| format!("in {}", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Expectations::default())
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// The verdict on a trial in the light of what is known.
    pub fn apply(&self, trial: &str, verdict: Verdict) -> Verdict {
        let Some(gap) = self.gaps.iter().find(|gap| matches(&gap.trial, trial)) else {
            return verdict;
        };
        match verdict {
            Verdict::Fail(_) => Verdict::Xfail(gap.said()),
            Verdict::Pass => Verdict::Fail(format!(
                "passes, but is listed as a known gap ({}): remove the entry `{}`",
                gap.reason, gap.trial
            )),
            other => other,
        }
    }

    /// The entries that match none of these trials.
    pub fn unused<'a>(&'a self, trials: &[&str]) -> Vec<&'a Gap> {
        self.gaps
            .iter()
            .filter(|gap| !trials.iter().any(|trial| matches(&gap.trial, trial)))
            .collect()
    }
}

impl Gap {
    fn said(&self) -> String {
        match &self.link {
            Some(link) => format!("{} ({link})", self.reason),
            None => self.reason.clone(),
        }
    }
}

/// True when the pattern, in which `*` is any text, fits the whole name.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|after| {
            after
                .char_indices()
                .map(|(i, _)| i)
                .chain([after.len()])
                .any(|i| matches(rest, &after[i..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        assert!(matches("a/b", "a/b"));
        assert!(matches("a/*", "a/b/c"));
        assert!(matches("*/c", "a/b/c"));
        assert!(matches("a/*/ü*", "a/b/üc"));
        assert!(!matches("a/*", "b/a/"));
        assert!(!matches("a", "a/b"));
    }
}
