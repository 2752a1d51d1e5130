//! What programs are lowered to, and what is said about those that are refused: each `tests/cases/*.py` has an `.ir` or an
//! `.err` beside it. `BLESS=1` writes them.

use std::fs;
use std::path::{Path, PathBuf};

use molt_compiler::{Options, check, compile};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    files.sort();
    files
}

fn outcome(source: &[u8], file: &str) -> (&'static str, String) {
    let options = Options {
        file: file.to_owned(),
        ..Options::default()
    };
    match check(source, &options) {
        Ok((program, _)) => ("ir", program.to_string()),
        Err(diagnostics) => ("err", diagnostics.iter().map(ToString::to_string).collect()),
    }
}

#[test]
fn cases_are_as_they_were() {
    let bless = std::env::var_os("BLESS").is_some();
    let files = cases();
    assert!(files.len() >= 8, "cases are missing");
    for path in files {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let (extension, text) = outcome(&fs::read(&path).expect("a case"), &name);
        let expected = path.with_extension(extension);
        if bless {
            fs::write(&expected, &text).expect("a blessed file");
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert!(
            wanted == text,
            "{name}: not as in {}:\n{text}",
            expected.display()
        );
    }
}

#[test]
fn hostile_sources_are_refused_or_compiled() {
    let sources = [
        format!("x = {}1", "-".repeat(100_000)),
        format!("x = {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("x = {}", "[".repeat(20_000)),
        format!("x = {}1", "lambda: ".repeat(5_000)),
        format!("x = {}", vec!["1"; 50_000].join("+")),
        format!("x = {}1", "not ".repeat(20_000)),
        (0..900)
            .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
            .collect(),
        format!("f'{}'", "{".repeat(151)),
        r"x = '\ud800' f'{1!r:\udfff}'".to_owned(),
        "\0".to_owned(),
        "def f(".to_owned(),
        "'''".to_owned(),
    ];
    for source in sources {
        // Either is fine; a panic is an error of the kind `internal`.
        if let Err(diagnostics) = compile(&source, &Options::default()) {
            let internal = diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code.name() == "internal");
            assert!(!internal, "{source:.60}: {diagnostics:?}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let diagnostics = compile(b"x = 1\ny = '\xff'\n", &Options::default()).expect_err("no UTF-8");
    let [diagnostic] = diagnostics.as_slice() else {
        panic!("{diagnostics:?}");
    };
    assert_eq!((diagnostic.line, diagnostic.column), (2, 6));
    assert_eq!(diagnostic.code.name(), "encoding");
}
