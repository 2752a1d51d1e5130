//! Runs the command as its cases say. A case is a file in `tests/cli`:
//!
//! ```toml
//! about = "what the case shows"
//! run = ["call", "guest.wasm", "add", "1", "2"]   # the arguments of `molt`
//! stdin = "given on standard input"               # optional
//! stdout_to = "/dev/full"                         # optional: where standard output goes; ignored where there is no such file
//! exit = 0
//! stdout = "3\n"
//! stderr = ""
//! ```
//!
//! It runs in a folder that has the components of `tests/components` and the files of `tests/programs`, and beside them `cut.wasm` (the first half of one),
//! `text.wasm` (a text) and `empty.wasm`. `BLESS=1 cargo test -p molt-cli --test cli` rewrites what was expected.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    run: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stdin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stdout_to: Option<PathBuf>,
    exit: i32,
    stdout: String,
    stderr: String,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = tempfile::tempdir().expect("a temporary folder");
    components(folder.path());
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&here)
        .expect("tests/cli is there")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no cases in {}", here.display());
    let trials = paths
        .into_iter()
        .map(|path| {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let folder = folder.path().to_owned();
            let case = read(&path);
            let elsewhere = case.stdout_to.clone();
            Trial::test(name, move || check(case, &path, &folder))
                .with_ignored_flag(elsewhere.is_some_and(|path| !path.exists()))
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(folder);
    conclusion.exit();
}

/// Writes the components that the cases name.
fn components(folder: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/components");
    for entry in std::fs::read_dir(source).expect("tests/components is there") {
        let path = entry.expect("a readable folder").path();
        let wasm = wat::parse_file(&path).expect("a valid component");
        let name = path.file_stem().unwrap_or_default();
        let target = folder.join(name).with_extension("wasm");
        if name == "guest" {
            std::fs::write(folder.join("cut.wasm"), &wasm[..wasm.len() / 2]).expect("written");
        }
        std::fs::write(target, wasm).expect("written");
    }
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    for entry in std::fs::read_dir(programs).expect("tests/programs is there") {
        let entry = entry.expect("a readable folder");
        std::fs::copy(entry.path(), folder.join(entry.file_name())).expect("copied");
    }
    std::fs::write(folder.join("text.wasm"), "no component\n").expect("written");
    std::fs::write(folder.join("empty.wasm"), "").expect("written");
    std::fs::write(folder.join("data.bin"), [0, 1, 0xfe, 0xff]).expect("written");
    std::fs::create_dir(folder.join("cache")).expect("made");
}

fn read(path: &Path) -> Case {
    let text = std::fs::read_to_string(path).expect("a readable case");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn check(expected: Case, path: &Path, folder: &Path) -> Result<(), Failed> {
    let stdout = match &expected.stdout_to {
        None => Stdio::piped(),
        Some(file) => std::fs::OpenOptions::new().write(true).open(file)?.into(),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_molt"))
        .args(&expected.run)
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("COLUMNS", "100")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    // A command that does not read it may be gone before it is written.
    let _ = stdin.write_all(expected.stdin.clone().unwrap_or_default().as_bytes());
    drop(stdin);
    let output = child.wait_with_output()?;
    let actual = Case {
        about: expected.about,
        run: expected.run,
        stdin: expected.stdin,
        stdout_to: expected.stdout_to,
        exit: output.status.code().ok_or("ended by a signal")?,
        stdout: String::from_utf8(output.stdout)?,
        stderr: String::from_utf8(output.stderr)?,
    };
    let text = toml::to_string_pretty(&actual)?;
    if std::env::var_os("BLESS").is_some() {
        return Ok(std::fs::write(path, text)?);
    }
    for (what, expected, actual) in [
        ("stdout", &expected.stdout, &actual.stdout),
        ("stderr", &expected.stderr, &actual.stderr),
        (
            "exit code",
            &expected.exit.to_string(),
            &actual.exit.to_string(),
        ),
    ] {
        if expected != actual {
            return Err(format!("{what} differs\n--- expected\n{expected}\n--- actual\n{actual}\nrun with BLESS=1 to accept").into());
        }
    }
    Ok(())
}
