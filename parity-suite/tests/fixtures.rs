//! Components that cases carry as a file are what the text beside them says. `BLESS=1` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

/// `cases/<area>/data/*.wat`.
fn texts(cases: &Path) -> Vec<PathBuf> {
    let mut texts = Vec::new();
    for area in entries(cases) {
        let data = area.join("data");
        if data.is_dir() {
            texts.extend(
                entries(&data)
                    .into_iter()
                    .filter(|path| path.extension().is_some_and(|e| e == "wat")),
            );
        }
    }
    texts
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    read.map(|entry| entry.expect("a folder's entry").path())
        .collect()
}

#[test]
fn binary_components_of_cases_are_what_their_text_says() {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let texts = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"));
    assert!(
        !texts.is_empty(),
        "no cases/<area>/data/*.wat: this test would check nothing"
    );
    for text in texts {
        let expected =
            wat::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", text.display()));
        let binary = text.with_extension("wasm");
        if bless {
            fs::write(&binary, &expected)
                .unwrap_or_else(|error| panic!("{}: {error}", binary.display()));
        }
        let found =
            fs::read(&binary).unwrap_or_else(|error| panic!("{}: {error}", binary.display()));
        assert!(
            found == expected,
            "{} is not what {} says: `BLESS=1 cargo test -p molt-parity --test fixtures` writes it",
            binary.display(),
            text.display()
        );
    }
}
