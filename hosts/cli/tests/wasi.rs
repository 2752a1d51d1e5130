//! The components of `components/platform-wasi` are what the text beside them says, and make commands of programs. `BLESS=1` writes
//! them anew.

use std::path::{Path, PathBuf};
use std::process::Command;

use molt_compose::{Capabilities, Part, compose};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../components/platform-wasi")
}

#[test]
fn the_components_are_what_their_text_says() {
    for name in ["output", "run"] {
        let text = folder().join(name).with_extension("wat");
        let expected =
            wat::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", text.display()));
        let binary = text.with_extension("wasm");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&binary, &expected).expect("written");
        }
        let found = std::fs::read(&binary).expect("a component beside its text");
        assert!(
            found == expected,
            "{} is stale: BLESS=1 cargo test -p molt-cli --test wasi",
            binary.display()
        );
    }
}

/// A program by hand that says how many arguments it has, writes more than WASI takes at once, and returns a code.
fn command(code: u8) -> Vec<u8> {
    let text = include_str!("../../wasmtime/tests/programs/hello.wat")
        .replace("(i32.const 3)))", &format!("(i32.const {code})))"))
        .replace(
            "(i32.const 1) (i32.const 8) (i32.const 5)",
            "(i32.const 1) (i32.const 8) (i32.const 9000)",
        );
    let part = |name: &str, bytes: Vec<u8>| Part::new(name, bytes).expect("a component");
    let read = |name: &str| std::fs::read(folder().join(name)).expect("a component");
    let socket = part("run", read("run.wasm"));
    let plugs = vec![
        part("program", wat::parse_str(text).expect("a valid program")),
        part("platform-wasi", read("output.wasm")),
    ];
    let composed = compose(socket, plugs, &Capabilities::new(["wasi:*"])).expect("they fit");
    assert_eq!(composed.exports, ["wasi:cli/run@0.2.0"]);
    composed.bytes
}

#[test]
fn a_program_is_a_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hello.wasm");
    for (code, exit) in [(0, 0), (3, 1)] {
        std::fs::write(&file, command(code)).expect("written");
        let output = Command::new(env!("CARGO_BIN_EXE_molt"))
            .arg("run")
            .arg(&file)
            .args(["one", "--json", "three"])
            .env("XDG_CACHE_HOME", folder.path())
            .output()
            .expect("molt runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "4 hello\n");
        assert_eq!(output.stderr.len(), 9000);
        assert!(output.stderr.starts_with(b"done\n"));
        assert_eq!(output.status.code(), Some(exit));
    }
}
