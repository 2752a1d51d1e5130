//! Whole builds of small crates without dependencies, in folders that the tests make.

use std::fs;
use std::path::Path;

use molt_guest_build::graph::SECTION;
use molt_guest_build::{Error, Options, Workspace, build, verify_reproducible};
use tempfile::TempDir;
use wasmparser::{Parser, Payload};
use wit_component::StringEncoding;
use wit_parser::Resolve;

const LIB: &str = r#"
#[unsafe(link_section = "component-type:w")]
static WIT: [u8; LENGTH] = *include_bytes!("wit.bin");

#[unsafe(export_name = "at")]
pub extern "C" fn at(index: u32) -> u32 {
    std::hint::black_box(WIT.as_ptr());
    // An index out of bounds panics, and a panic names its source file.
    std::hint::black_box([1u32, 2, 3])[index as usize]
}
"#;

/// A crate with the given `[lib]`, source, and metadata.
fn guest(kind: &str, source: &str, metadata: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!(
        "[package]\nname = \"molt-sample\"\nversion = \"0.3.0\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"{kind}\"]\n[workspace]\n{metadata}"
    );
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    let mut resolve = Resolve::default();
    let package = resolve
        .push_str(
            "t.wit",
            "package t:t; world w { export at: func(index: u32) -> u32; }",
        )
        .unwrap();
    let world = resolve.packages[package].worlds["w"];
    let wit = wit_component::metadata::encode(&resolve, world, StringEncoding::UTF8, None).unwrap();
    fs::write(
        folder.path().join("src/lib.rs"),
        source.replace("LENGTH", &wit.len().to_string()),
    )
    .unwrap();
    fs::write(folder.path().join("src/wit.bin"), wit).unwrap();
    folder
}

fn build_in(folder: &Path) -> Result<molt_guest_build::Built, Error> {
    let workspace = Workspace::load(folder)?;
    let package = workspace.find("molt-sample")?;
    let options = Options {
        target_dir: Some(folder.join("target")),
        ..Options::default()
    };
    build(&workspace, package, &options, &mut |_| {})
}

#[test]
fn a_link_graph_is_in_the_core_module() {
    let folder = guest(
        "cdylib",
        LIB,
        "[package.metadata.molt]\nlink-graph = true\n",
    );
    let built = build_in(folder.path()).unwrap();
    let (mut functions, mut graph) = (0, None);
    for payload in Parser::new(0).parse_all(&built.component) {
        match payload.unwrap() {
            Payload::ImportSection(section) => functions += section.count(),
            Payload::CodeSectionStart { count, .. } => functions += count,
            Payload::CustomSection(section) if section.name() == SECTION => {
                graph = Some(section.data().to_vec());
            }
            // The modules behind the first are of the component's own.
            Payload::End(_) if graph.is_some() => break,
            _ => {}
        }
    }
    let graph = graph.expect("there is no section");
    assert!(functions < 0x80, "the count below is one byte");
    assert_eq!(graph[..2], [1, functions as u8]);
    // The message of the panic and the place in the source are data that code mentions.
    assert!(graph.len() > 20, "{graph:?}");
}

#[test]
fn a_guest_becomes_a_component_without_a_path_of_this_machine() {
    let folder = guest("cdylib", LIB, "");
    let built = build_in(folder.path()).unwrap();
    assert_eq!(
        (built.name.as_str(), built.version.as_str()),
        ("sample", "0.3.0")
    );
    assert_eq!(
        (built.imports.len(), built.exports.join(",")),
        (0, "at".to_owned())
    );
    let text = String::from_utf8_lossy(&built.component);
    let home = std::env::home_dir().unwrap();
    for path in [folder.path(), home.as_path()] {
        assert!(
            !text.contains(&*path.display().to_string()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn two_folders_give_the_same_bytes() {
    let folder = guest("cdylib", LIB, "");
    let workspace = Workspace::load(folder.path()).unwrap();
    let result =
        verify_reproducible(&workspace, "sample", &Options::default(), &mut |_| {}).unwrap();
    assert!(result.is_identical(), "{result:?}");
}

#[test]
fn the_optimisation_level_of_the_metadata_is_used() {
    let fast = build_in(guest("cdylib", LIB, "").path()).unwrap();
    let none = build_in(
        guest(
            "cdylib",
            LIB,
            "[package.metadata.molt]\nopt-level = 0\nname = \"other\"",
        )
        .path(),
    )
    .unwrap();
    assert_eq!(none.name, "other");
    assert!(
        none.core_size > fast.core_size,
        "{} and {}",
        none.core_size,
        fast.core_size
    );
}

#[test]
fn a_compile_error_is_shown_without_cargos_chatter() {
    let error = build_in(guest("cdylib", "pub fn f() -> u32 { \"text\" }", "").path()).unwrap_err();
    let Error::Cargo { stderr, .. } = &error else {
        panic!("{error}")
    };
    assert!(
        stderr.contains("mismatched types") && stderr.contains("src/lib.rs:1"),
        "{stderr}"
    );
    assert!(!stderr.contains("Compiling"), "{stderr}");
}

#[test]
fn what_is_no_guest_is_told() {
    let is = |folder: TempDir, kind: &str| {
        let error = build_in(folder.path()).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.fix().is_some() || kind == "bad-settings", "{error}");
    };
    is(guest("rlib", "", ""), "not-cdylib");
    is(guest("cdylib", "", ""), "no-wit");
    is(
        guest("cdylib", LIB, "[package.metadata.molt]\nopt-level = 7"),
        "bad-settings",
    );
}

#[test]
fn an_unknown_package_is_told_with_the_nearest_name() {
    let folder = guest("cdylib", LIB, "");
    let workspace = Workspace::load(folder.path()).unwrap();
    let error = workspace.find("smaple").unwrap_err();
    assert!(error.to_string().contains("molt-sample"), "{error}");
    assert_eq!(error.fix().unwrap(), "did you mean `molt-sample`?");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(
        Workspace::load(empty.path()).unwrap_err().kind(),
        "no-workspace"
    );
    assert_eq!(
        Workspace::load(&empty.path().join("none"))
            .unwrap_err()
            .kind(),
        "file"
    );
}
