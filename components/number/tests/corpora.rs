//! Float texts of others, to the bit: `MOLT_CORPORA` or `../shared/corpora` beside the repository names the folder, and the
//! test says so where it is missing.

use molt_number::float;
use std::path::PathBuf;

fn lines(name: &str) -> Option<Vec<String>> {
    let root = std::env::var_os("MOLT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join("floats").join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text.lines().map(String::from).collect()),
        Err(_) => {
            eprintln!("SKIPPED: no {}; set MOLT_CORPORA", path.display());
            None
        }
    }
}

/// A field that is a string without escapes.
fn field<'a>(line: &'a str, name: &str) -> &'a str {
    let start = line.find(&format!("\"{name}\":\"")).expect(name) + name.len() + 4;
    let rest = &line[start..];
    &rest[..rest.find('"').expect("closed")]
}

fn bits(hex: &str) -> u64 {
    u64::from_str_radix(hex, 16).expect("hexadecimal")
}

#[test]
fn texts_are_read_to_the_nearest_float() {
    for line in lines("float_parse_sample.jsonl").unwrap_or_default() {
        let found = float::parse(field(&line, "s").as_bytes()).expect("a number");
        assert_eq!(found.to_bits(), bits(field(&line, "f64")), "{line}");
    }
}

#[test]
fn floats_are_shown_as_cpython_shows_them() {
    for line in lines("float_repr_sample.jsonl").unwrap_or_default() {
        assert_eq!(
            float::repr(f64::from_bits(bits(field(&line, "bits")))),
            field(&line, "repr"),
            "{line}"
        );
    }
}
