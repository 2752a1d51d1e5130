//! What a run came to, and the forms in which it is shown.

mod html;
mod progress;
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use molt_guest_build::{Sizes, sha256};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

pub use progress::Live;
pub use terminal::{Colours, closing, print};

use crate::measure::Cost;
use crate::target::wire::Hello;
use crate::types::Exports;
use crate::verdict::Verdict;

/// A run.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub targets: Vec<TargetLine>,
    pub components: Vec<ComponentLine>,
    #[serde(rename = "trials")]
    pub lines: Vec<Line>,
    pub seconds: f64,
}

/// One trial on one target.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub target: String,
    pub area: String,
    /// `area/case/row`.
    pub path: String,
    #[serde(flatten, serialize_with = "verdict")]
    pub verdict: Verdict,
    /// What the call took, where the target says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ns: Option<u64>,
    /// Trials that this line stands for: more than 1 for a whole source that is not there.
    pub count: usize,
}

/// One target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetLine {
    pub name: String,
    /// None when it did not run.
    pub host: Option<Hello>,
    /// Why it did not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    pub seconds: f64,
    pub costs: Vec<Cost>,
}

/// One component file.
#[derive(Clone, Debug, Serialize)]
pub struct ComponentLine {
    pub name: String,
    /// Bytes.
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
    pub sha256: String,
    pub imports: Vec<String>,
}

/// How many trials came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub pass: usize,
    pub xfail: usize,
    pub fail: usize,
    pub skip: usize,
}

fn verdict<S: Serializer>(verdict: &Verdict, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Said<'a> {
        verdict: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<&'a str>,
    }
    Said {
        verdict: verdict.word(),
        message: verdict.message(),
    }
    .serialize(to)
}

impl Counts {
    fn add(&mut self, line: &Line) {
        match line.verdict {
            Verdict::Pass => self.pass += line.count,
            Verdict::Xfail(_) => self.xfail += line.count,
            Verdict::Fail(_) => self.fail += line.count,
            Verdict::Skip(_) => self.skip += line.count,
        }
    }
}

impl Line {
    pub fn new(target: &str, area: &str, path: String, verdict: Verdict) -> Line {
        Line {
            target: target.to_string(),
            area: area.to_string(),
            path,
            verdict,
            ns: None,
            count: 1,
        }
    }

    /// `target/area/case/row`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.target, self.path)
    }
}

impl TargetLine {
    pub fn ran(name: &str, host: Hello, seconds: f64, costs: Vec<Cost>) -> TargetLine {
        TargetLine {
            name: name.to_string(),
            host: Some(host),
            missing: None,
            seconds,
            costs,
        }
    }

    pub fn missing(name: &str, why: String) -> TargetLine {
        TargetLine {
            name: name.to_string(),
            host: None,
            missing: Some(why),
            seconds: 0.0,
            costs: Vec::new(),
        }
    }
}

impl Report {
    /// The counts of the lines for which `of` is true.
    pub fn counts(&self, of: impl Fn(&Line) -> bool) -> Counts {
        let mut counts = Counts::default();
        self.lines
            .iter()
            .filter(|line| of(line))
            .for_each(|line| counts.add(line));
        counts
    }

    /// The counts of everything.
    pub fn totals(&self) -> Counts {
        self.counts(|_| true)
    }

    /// The areas that have lines, in order.
    pub fn areas(&self) -> Vec<&str> {
        let areas: BTreeSet<&str> = self.lines.iter().map(|line| line.area.as_str()).collect();
        areas.into_iter().collect()
    }

    /// What was skipped and why: one entry a reason, with the number of trials.
    pub fn skipped(&self) -> Vec<(&str, usize)> {
        self.reasons(|verdict| matches!(verdict, Verdict::Skip(_)))
    }

    /// The known gaps that showed: one entry a reason, with the number of trials.
    pub fn known_gaps(&self) -> Vec<(&str, usize)> {
        self.reasons(|verdict| matches!(verdict, Verdict::Xfail(_)))
    }

    fn reasons(&self, of: impl Fn(&Verdict) -> bool) -> Vec<(&str, usize)> {
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for line in self.lines.iter().filter(|line| of(&line.verdict)) {
            let why = line.verdict.message().unwrap_or_default();
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, count)) => *count += line.count,
                None => reasons.push((why, line.count)),
            }
        }
        reasons
    }

    /// Puts targets into this order.
    pub fn order_targets<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let order: Vec<&str> = names.collect();
        self.targets
            .sort_by_key(|target| order.iter().position(|name| *name == target.name));
    }

    /// Adds the size of every component in a folder.
    pub fn measure_components(&mut self, dist: &Path) {
        let mut paths: Vec<PathBuf> = fs::read_dir(dist)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        self.components = paths
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "wasm"))
            .filter_map(|p| sized(p))
            .collect();
    }

    /// The run as JSON: `schemas/parity-report.json`.
    pub fn to_json(&self) -> Value {
        let mut matrix = Vec::new();
        for area in self.areas() {
            for target in &self.targets {
                let counts = self.counts(|line| line.area == area && line.target == target.name);
                matrix.push(json!({ "area": area, "target": target.name, "counts": counts }));
            }
        }
        let skipped: Vec<_> = self
            .skipped()
            .into_iter()
            .map(|(why, count)| json!({ "why": why, "count": count }))
            .collect();
        let mut json = serde_json::to_value(self).unwrap_or_default();
        json["version"] = json!(1);
        json["totals"] = json!(self.totals());
        json["matrix"] = json!(matrix);
        json["skipped"] = json!(skipped);
        json
    }

    /// Writes `report.json` and `report.html`; returns the page's path.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<PathBuf> {
        fs::create_dir_all(folder)?;
        fs::write(
            folder.join("report.json"),
            format!("{:#}\n", self.to_json()),
        )?;
        let page = folder.join("report.html");
        fs::write(&page, html::page(self))?;
        Ok(page)
    }
}

/// The size of one component.
fn sized(path: &Path) -> Option<ComponentLine> {
    let content = fs::read(path).ok()?;
    let Sizes { raw, gzip, brotli } = Sizes::of(&content);
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let imports = Exports::of(&content)
        .map(|exports| exports.imports)
        .unwrap_or_default();
    Some(ComponentLine {
        name,
        raw,
        gzip,
        brotli,
        sha256: sha256(&content),
        imports,
    })
}

/// Nanoseconds for people: `13 ns`, `4.2 µs`, `1.3 ms`.
pub fn duration(ns: f64) -> String {
    match ns {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.1} s", n / 1e9),
    }
}

/// Bytes for people, in units of 1,000: `980 B`, `64.2 KB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        n if n < 1_000 => format!("{n} B"),
        n if n < 1_000_000 => format!("{:.1} KB", n as f64 / 1e3),
        n => format!("{:.2} MB", n as f64 / 1e6),
    }
}
