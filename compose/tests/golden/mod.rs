//! Golden files: `NAME.wit` is the case, `NAME.txt` what is expected. `BLESS=1` writes what is found.

use std::path::{Path, PathBuf};

/// Runs `check` on each `.wit` file of a folder and compares with the `.txt` beside it.
pub fn check_all(folder: &str, check: impl Fn(&Path, &str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wit"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| compare(case, &check))
        .collect();
    assert!(
        failures.is_empty(),
        "{}\nBLESS=1 accepts what was found",
        failures.join("\n\n")
    );
}

fn compare(case: &Path, check: &impl Fn(&Path, &str) -> String) -> Option<String> {
    let found = check(case, &std::fs::read_to_string(case).unwrap());
    let golden = case.with_extension("txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&golden, &found).unwrap();
        return None;
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    (expected != found).then(|| {
        format!(
            "{}\n--- expected\n{expected}--- found\n{found}",
            case.display()
        )
    })
}
