//! Published test data. It is not in this repository: `MOLT_CORPORA` or `../shared/corpora` beside the repository names it,
//! and a test without it says so.

use std::fs;
use std::path::PathBuf;

use molt_json::{
    ErrorKind, FloatOverflow, NonFinite, ParseOptions, StringifyOptions, parse, stringify, validate,
};
use molt_pivot::{Limits, Reader, Token};

fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MOLT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join(name);
    if !path.exists() {
        eprintln!("SKIPPED: no {}; set MOLT_CORPORA", path.display());
        return None;
    }
    Some(path)
}

fn lines(name: &str) -> Vec<serde_json::Value> {
    let Some(path) = corpus(name) else {
        return Vec::new();
    };
    let text = fs::read_to_string(path).expect("a text file");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

fn files(name: &str) -> Vec<(String, Vec<u8>)> {
    let Some(path) = corpus(name) else {
        return Vec::new();
    };
    let mut files: Vec<_> = fs::read_dir(path)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).expect("a file"),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn json_test_suite_is_accepted_and_refused_as_it_says() {
    let options = ParseOptions::default();
    for (name, text) in files("json/JSONTestSuite/test_parsing") {
        let outcome = parse(&text, &options);
        assert_eq!(
            outcome.as_ref().err(),
            validate(&text, &options).as_ref().err(),
            "{name}"
        );
        match name.as_bytes()[0] {
            b'y' => assert!(outcome.is_ok(), "{name}: {outcome:?}"),
            b'n' => assert!(outcome.is_err(), "{name} was accepted"),
            _ => println!("{name}: {:?}", outcome.map(|_| ())),
        }
    }
}
