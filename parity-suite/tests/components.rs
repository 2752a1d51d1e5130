//! What every built component must be: without WASI, without any import once composed, within its size.
//!
//! These tests read `dist/`, which `scripts/parity` and the `parity` test fill; a component that is not there yet is built.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use molt_guest_build::Sizes;
use molt_parity::build;
use molt_parity::places::Places;
use molt_parity::python::{self, Expect, PythonCase};
use molt_parity::types::Exports;

/// Bytes that a component may have.
const LIMITS: &[(&str, usize)] = &[
    ("json", 100_000),
    ("msgpack", 100_000),
    ("cbor", 100_000),
    ("arrow", 900_000),
    // All of Python's types; `molt build` composes a program with what it can reach, see `a_program_gets_a_part_of_the_runtime`.
    ("runtime", 1_400_000),
];

/// Bytes that a program may have, composed with what it uses of the runtime: the file, and with brotli.
const PROGRAMS: &[(&str, &str, usize, usize)] = &[
    ("hello", "print(\"hello, world\")\n", 500_000, 160_000),
    (
        "json",
        "import json\nprint(json.dumps(json.loads('[1, 2.5, {}]')))\n",
        800_000,
        250_000,
    ),
    (
        "format",
        "print('{:>8.2f}'.format(2.5))\n",
        1_250_000,
        360_000,
    ),
];

/// The tests of this file run at the same time; one of them builds, the others wait.
static BUILDING: Mutex<()> = Mutex::new(());

fn built() -> Vec<(String, Vec<u8>)> {
    let _building = BUILDING.lock().unwrap_or_else(|error| error.into_inner());
    let places = Places::here();
    if std::env::var_os("MOLT_NO_BUILD").is_none() {
        build::if_stale(&places, &|line| eprintln!("{line}")).unwrap();
    }
    let entries = fs::read_dir(places.root.join("dist")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "wasm"));
    paths.sort();
    assert!(!paths.is_empty(), "dist/ is empty");
    let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths
        .iter()
        .map(|path| (name(path), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn components_are_within_their_size() {
    let built = built();
    for (name, limit) in LIMITS {
        let (_, content) = built
            .iter()
            .find(|(built, _)| built == name)
            .unwrap_or_else(|| panic!("{name} is not in dist/"));
        assert!(
            content.len() <= *limit,
            "{name} has {} bytes, {limit} are allowed",
            content.len()
        );
    }
}

#[test]
fn a_program_gets_a_part_of_the_runtime() {
    built();
    let compiler = python::molt(&Places::here(), python::Runtime::Shrunk);
    for (name, source, raw, brotli) in PROGRAMS {
        let case = PythonCase {
            area: "sizes".to_string(),
            name: (*name).to_string(),
            path: PathBuf::from(format!("{name}.py")),
            source: (*source).to_string(),
            arguments: Vec::new(),
            codec: None,
            expect: Expect::NotRecorded,
        };
        let program = compiler
            .compile(&case)
            .unwrap_or_else(|refusal| panic!("{name}: {}", refusal.text));
        let sizes = Sizes::of(&program);
        assert!(
            sizes.raw <= *raw && sizes.brotli <= *brotli,
            "{name} has {} bytes, {} with brotli; {raw} and {brotli} are allowed",
            sizes.raw,
            sizes.brotli
        );
    }
}

#[test]
fn no_component_imports_wasi() {
    for (name, content) in built() {
        let exports = Exports::of(&content).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        let wasi: Vec<_> = exports
            .imports
            .iter()
            .filter(|import| import.starts_with("wasi"))
            .collect();
        assert!(wasi.is_empty(), "{name} imports {wasi:?}");
    }
}

#[test]
fn the_runtime_imports_output_alone() {
    let built = built();
    let runtime = built.iter().find(|(name, _)| name == "runtime");
    let (_, content) = runtime.expect("the runtime is in dist/");
    assert_eq!(
        Exports::of(content).unwrap().imports,
        ["molt:capabilities/output@0.1.0"]
    );
}

#[test]
fn codecs_and_compositions_import_nothing() {
    let alone = ["json", "msgpack", "cbor", "arrow", "echo"];
    for (name, content) in built() {
        if alone.contains(&name.as_str())
            || name.ends_with("-composed")
            || name.ends_with("-swapped")
        {
            let imports = Exports::of(&content).unwrap().imports;
            assert!(imports.is_empty(), "{name} imports {imports:?}");
        }
    }
}
