//! Operations on builtin types, each with what CPython 3.12 answered: values to the bit, exceptions with their messages.
//!
//! The cases are not in this repository: `MOLT_CORPORA` or `../shared/corpora` beside the repository names them, and the test
//! says so where they are missing.
//!
//! ```text
//! cargo test -p molt-runtime --test python_ops -- --nocapture
//! MOLT_OPS=m.str. cargo test ..      # only cases whose operation, category or number contains this
//! MOLT_OPS_SHOW=100 cargo test ..    # how many failures are shown (20)
//! ```
//!
//! `tests/python_ops/refused.txt` lists what the runtime refuses, and why: such a case must raise, and name what is missing.

#[path = "python_ops/run.rs"]
mod run;
#[path = "python_ops/typed.rs"]
mod typed;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value as Json;

const FILES: &[&str] = &[
    "python_ops_sample.jsonl",
    "cpython_unittest_ops_sample.jsonl",
    "python_seq_sample.jsonl",
];

fn folder() -> Option<PathBuf> {
    let root = std::env::var_os("MOLT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join("python-ops");
    if !path.exists() {
        eprintln!("SKIPPED: no {}; set MOLT_CORPORA", path.display());
        return None;
    }
    Some(path)
}

/// Operation (or a case's number) and reason, a line each.
fn refused() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("python_ops/refused.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
}

#[derive(Default)]
struct Tally {
    passed: usize,
    refused: usize,
    failed: Vec<String>,
}

#[test]
fn operations_answer_as_cpython_does() {
    let Some(folder) = folder() else { return };
    let wanted = std::env::var("MOLT_OPS").unwrap_or_default();
    let refused = refused();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut total = Tally::default();
    for file in FILES {
        let text = std::fs::read_to_string(folder.join(file)).expect("a text file");
        for line in text.lines() {
            let case: Json = serde_json::from_str(line).expect("a JSON line");
            let field = |name: &str| case[name].as_str().unwrap_or_default().to_string();
            let (id, op, category) = (field("id"), field("op"), field("cat"));
            if ![&id, &op, &category]
                .iter()
                .any(|text| text.contains(&wanted))
            {
                continue;
            }
            let group = if op.is_empty() { category } else { op.clone() };
            let tally = tallies.entry(group).or_default();
            let outcome = std::panic::catch_unwind(|| run::case(&case))
                .unwrap_or_else(|_| Err("PANIC".into()));
            let listed = refused.iter().any(|(what, _)| *what == id || *what == op);
            match outcome {
                Ok(()) if listed => tally
                    .failed
                    .push(format!("{id}: passes, but refused.txt lists it")),
                Ok(()) => tally.passed += 1,
                Err(why) if listed && why.contains("not supported") => tally.refused += 1,
                Err(why) => tally.failed.push(format!(
                    "{id} {}: {why}",
                    case["src"].as_str().unwrap_or(&op)
                )),
            }
        }
    }
    for (op, tally) in &tallies {
        if !tally.failed.is_empty() {
            println!(
                "{op:<24} {:>5} passed {:>5} failed",
                tally.passed,
                tally.failed.len()
            );
        }
    }
    for (_, tally) in tallies {
        total.passed += tally.passed;
        total.refused += tally.refused;
        total.failed.extend(tally.failed);
    }
    let shown = std::env::var("MOLT_OPS_SHOW")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(20);
    for failure in total.failed.iter().take(shown) {
        println!("  {failure}");
    }
    println!(
        "{} passed, {} refused by name, {} failed",
        total.passed,
        total.refused,
        total.failed.len()
    );
    assert!(
        total.failed.is_empty(),
        "{} cases failed",
        total.failed.len()
    );
}
