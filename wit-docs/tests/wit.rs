//! The project's own WIT packages: they parse, resolve together, are documented, and their reference is current.

use std::path::{Path, PathBuf};

use molt_wit_docs::{Stale, Wit, compare, render, undocumented, write};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn load() -> Wit {
    Wit::load(&root().join("wit")).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn all_packages_parse_and_resolve_together() {
    let folders = std::fs::read_dir(root().join("wit")).expect("wit/").count();
    let names = load().names();
    assert_eq!(
        names.len(),
        folders,
        "each folder of wit/ is one package: {names:?}"
    );
    for wanted in ["molt:codec@0.1.0", "molt:json@0.1.0", "molt:probe@0.1.0"] {
        assert!(
            names.iter().any(|name| name == wanted),
            "{wanted} is not in {names:?}"
        );
    }
}

#[test]
fn everything_is_documented_and_says_since_when() {
    let missing = undocumented(&load());
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn reference_is_current() {
    let folder = root().join("docs/reference/wit");
    let pages = render(&load());
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        write(&folder, &pages).expect("writing docs/reference/wit");
    }
    let stale = compare(&folder, &pages).expect("reading docs/reference/wit");
    assert!(
        stale.is_empty(),
        "{stale:?}: `BLESS=1 cargo test -p molt-wit-docs` writes docs/reference/wit anew"
    );
}

#[test]
fn stale_missing_and_left_over_pages_are_found_and_mended() {
    let folder = std::env::temp_dir().join(format!("molt-wit-docs-{}", std::process::id()));
    let pages = render(&load());
    assert_eq!(
        compare(&folder, &pages).expect("no folder yet").len(),
        pages.len()
    );
    write(&folder, &pages).expect("first writing");
    assert_eq!(compare(&folder, &pages).expect("current"), []);

    let last = pages.last().expect("a page");
    std::fs::write(folder.join(&last.file), format!("{}more\n", last.text))
        .expect("changing a page");
    std::fs::write(folder.join("molt-gone.md"), "").expect("adding a page");
    std::fs::remove_file(folder.join("README.md")).expect("removing a page");
    assert_eq!(
        compare(&folder, &pages).expect("stale"),
        [
            Stale::Missing("README.md".to_owned()),
            Stale::Changed(last.file.clone(), last.text.lines().count() + 1),
            Stale::Left("molt-gone.md".to_owned()),
        ]
    );
    write(&folder, &pages).expect("second writing");
    assert_eq!(compare(&folder, &pages).expect("current again"), []);
    std::fs::remove_dir_all(&folder).expect("cleaning up");
}
