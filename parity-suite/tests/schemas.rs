//! Every file that a person writes, and the report that the suite writes, conform to the schemas in `schemas/`.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use molt_parity::case::{case_files, from_toml};
use molt_parity::places::Places;
use molt_parity::report::{Line, Report, TargetLine};
use molt_parity::verdict::Verdict;
use serde_json::Value;

fn schema(name: &str) -> Validator {
    let path = Places::here().root.join("schemas").join(name);
    let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    jsonschema::meta::validate(&schema)
        .unwrap_or_else(|error| panic!("{name} is no JSON Schema: {error}"));
    jsonschema::validator_for(&schema).unwrap()
}

fn content(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|e| e == "json") {
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    } else {
        from_toml(
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        )
    }
}

fn conform(schema: &Validator, files: Vec<PathBuf>) {
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let value = content(path);
            let errors: Vec<String> = schema
                .iter_errors(&value)
                .map(|error| format!("{} at {}: {error}", path.display(), error.instance_path()))
                .collect();
            errors
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let all = case_files(&Places::here().suite().join(folder)).unwrap();
    all.into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect()
}

#[test]
fn case_files_conform() {
    let files = case_files(&Places::here().suite().join("cases")).unwrap();
    assert!(!files.is_empty());
    conform(&schema("parity-case.json"), files);
}

#[test]
fn expectation_files_conform() {
    conform(
        &schema("parity-expectations.json"),
        toml_files("expectations"),
    );
}

#[test]
fn adapter_files_conform() {
    let adapters = Places::here().suite().join("adapters");
    let files: Vec<PathBuf> = fs::read_dir(adapters)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let files: Vec<PathBuf> = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    assert!(!files.is_empty());
    conform(&schema("parity-adapter.json"), files);
}

#[test]
fn reports_conform() {
    let mut report = Report {
        seconds: 1.5,
        ..Report::default()
    };
    report
        .targets
        .push(TargetLine::ran("a", Default::default(), 1.0, Vec::new()));
    report
        .targets
        .push(TargetLine::missing("b", "not installed".to_string()));
    let verdicts = [
        Verdict::Pass,
        Verdict::Xfail("x".into()),
        Verdict::Fail("f".into()),
        Verdict::Skip("s".into()),
    ];
    report.lines = verdicts
        .into_iter()
        .map(|verdict| Line::new("a", "area", "area/case".to_string(), verdict))
        .collect();
    report.lines[0].ns = Some(12);
    let schema = schema("parity-report.json");
    let json = report.to_json();
    let errors: Vec<String> = schema
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(!schema.is_valid(&serde_json::json!({ "version": 1 })));
}

#[test]
fn a_case_with_a_typing_error_does_not_conform() {
    let wrong = serde_json::json!({ "component": "c", "function": "f", "vaule": 1 });
    assert!(!schema("parity-case.json").is_valid(&wrong));
}
