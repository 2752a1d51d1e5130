//! Cargo's part: from a crate to a core module. The one place where the flags of guests are.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;

use crate::{Error, Options, Package, Progress, Result, Workspace};

/// The only target: it has no WASI, so no WASI import can sneak in.
const TARGET: &str = "wasm32-unknown-unknown";

/// Core features beyond rustc's default set that wasmtime, V8, SpiderMonkey, JavaScriptCore and workerd all have.
/// Never `relaxed-simd`: its results differ between machines.
const FEATURES: &str = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals,+multivalue,+reference-types,+extended-const";

pub(crate) const CARGO_FIX: &str = "Install Rust from https://rustup.rs, or put cargo on PATH";

/// Used when the workspace has no `[profile.guest]` of its own: a guest outside this repository builds the same way.
const PROFILE: [&str; 7] = [
    "profile.guest.inherits=\"release\"",
    "profile.guest.opt-level=3",
    "profile.guest.lto=\"fat\"",
    "profile.guest.codegen-units=1",
    "profile.guest.panic=\"abort\"",
    "profile.guest.strip=\"debuginfo\"",
    "profile.guest.debug=false",
];

/// The cargo that runs us, or the one on PATH.
pub(crate) fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Builds the package's core module and reads it.
pub(crate) fn build(
    workspace: &Workspace,
    package: &Package,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<u8>> {
    if !package.is_guest {
        return Err(Error::NotCdylib {
            package: package.name.clone(),
            manifest: package.manifest.clone(),
        });
    }
    let mut child = command(workspace, package, options)?
        .spawn()
        .map_err(start("cargo", CARGO_FIX))?;
    // Both pipes are drained at once, or cargo would block on the one that nobody reads.
    let stdout = child.stdout.take();
    let artifacts = std::thread::spawn(move || stdout.map(find_artifacts).unwrap_or_default());
    let stderr = forward_stderr(&mut child, progress);
    let status = child.wait().map_err(start("cargo", CARGO_FIX))?;
    let artifacts = artifacts.join().unwrap_or_default();
    if !status.success() {
        return Err(explain_failure(package, stderr));
    }
    let path = artifacts
        .into_iter()
        .rfind(|artifact| artifact.manifest == package.manifest)
        .map(|artifact| artifact.wasm);
    let path = path.ok_or_else(|| Error::NoArtifact {
        package: package.name.clone(),
    })?;
    std::fs::read(&path).map_err(Error::file("reading", path))
}

fn command(workspace: &Workspace, package: &Package, options: &Options) -> Result<Command> {
    let target_dir = options.target_dir.as_ref().unwrap_or(&workspace.target_dir);
    let mut command = Command::new(cargo_program());
    command
        .current_dir(&workspace.root)
        .args(["build", "--lib", "--profile", "guest", "--target", TARGET])
        .args([
            "--message-format",
            "json-render-diagnostics",
            "--package",
            &package.name,
        ])
        .arg("--target-dir")
        .arg(target_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if options.locked {
        command.arg("--locked");
    }
    if !workspace.has_guest_profile {
        command.args(PROFILE.iter().flat_map(|setting| ["--config", setting]));
    }
    if let Some(level) = package.settings.opt_level {
        command.args([
            "--config",
            &format!("profile.guest.opt-level={}", level.toml()),
        ]);
    }
    // Whatever the caller's shell sets for its own builds must not change the bytes.
    for variable in [
        "RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    ] {
        command.env_remove(variable);
    }
    for (variable, _) in std::env::vars_os() {
        if variable
            .to_string_lossy()
            .starts_with("CARGO_PROFILE_GUEST_")
        {
            command.env_remove(variable);
        }
    }
    command.env(
        "CARGO_ENCODED_RUSTFLAGS",
        rustflags(&workspace.root, target_dir, package.settings.link_graph)?,
    );
    Ok(command)
}

/// The flags of every guest, as `CARGO_ENCODED_RUSTFLAGS` wants them. Where two prefixes match, rustc takes the last.
fn rustflags(root: &Path, target_dir: &Path, relocations: bool) -> Result<String> {
    let rustc = Rustc::ask(root)?;
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(home()?.join(".cargo")));
    let standard_library = rustc.sysroot.join("lib/rustlib/src/rust");
    let mut remaps = vec![(rustc.sysroot, "/sysroot".to_owned())];
    remaps.extend(cargo_home.map(|path| (path, "/cargo".to_owned())));
    remaps.push((root.to_owned(), "/guest".to_owned()));
    remaps.push((target_dir.to_owned(), "/target".to_owned()));
    // With the rust-src component rustc finds the sources of std on this machine and would name their paths.
    remaps.push((standard_library, format!("/rustc/{}", rustc.commit)));
    let mut flags = vec!["-C".to_owned(), format!("target-feature={FEATURES}")];
    for (from, to) in remaps {
        flags.extend([
            "--remap-path-prefix".to_owned(),
            format!("{}={to}", from.display()),
        ]);
    }
    if relocations {
        flags.extend(["-C".to_owned(), "link-arg=--emit-relocs".to_owned()]);
    }
    Ok(flags.join("\u{1f}"))
}

fn home() -> Option<PathBuf> {
    std::env::home_dir()
}

struct Rustc {
    sysroot: PathBuf,
    commit: String,
}

impl Rustc {
    /// Asks the rustc that the workspace's `rust-toolchain.toml` picks.
    fn ask(root: &Path) -> Result<Self> {
        let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let run = |arguments: &[&str]| -> Result<String> {
            let output = Command::new(&program)
                .args(arguments)
                .current_dir(root)
                .output();
            let output = output.map_err(start("rustc", CARGO_FIX))?;
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let sysroot = PathBuf::from(run(&["--print", "sysroot"])?.trim());
        if !sysroot.join("lib/rustlib").join(TARGET).is_dir() {
            return Err(Error::NoTarget);
        }
        let version = run(&["-vV"])?;
        let commit = version
            .lines()
            .find_map(|line| line.strip_prefix("commit-hash: "))
            .unwrap_or("unknown");
        Ok(Self {
            sysroot,
            commit: commit.to_owned(),
        })
    }
}

fn start(program: &'static str, fix: &'static str) -> impl Fn(std::io::Error) -> Error {
    move |source| Error::Start {
        program: program.into(),
        fix,
        source,
    }
}

/// Hands cargo's lines on and keeps them for the error.
fn forward_stderr(child: &mut Child, progress: &mut dyn FnMut(Progress)) -> String {
    let mut kept = String::new();
    let Some(stderr) = child.stderr.take() else {
        return kept;
    };
    for line in BufReader::new(stderr)
        .split(b'\n')
        .map_while(std::result::Result::ok)
    {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        kept.push_str(&line);
        kept.push('\n');
        progress(Progress::Cargo(line));
    }
    kept
}

/// Cargo's status lines are noise in an error; what rustc said is not.
fn explain_failure(package: &Package, stderr: String) -> Error {
    if stderr.contains("can't find crate for `core`")
        || stderr.contains("can't find crate for `std`")
    {
        return Error::NoTarget;
    }
    let noise = [
        "Compiling ",
        "Downloading ",
        "Downloaded ",
        "Locking ",
        "Adding ",
        "Updating ",
        "Blocking ",
    ];
    let is_noise = |line: &str| {
        noise
            .iter()
            .any(|start| line.trim_start().starts_with(start))
    };
    let lines: Vec<&str> = stderr.lines().filter(|line| !is_noise(line)).collect();
    Error::Cargo {
        package: package.name.clone(),
        stderr: lines.join("\n").trim().to_owned(),
    }
}

struct Artifact {
    manifest: PathBuf,
    wasm: PathBuf,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    manifest_path: Option<PathBuf>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

fn find_artifacts(stdout: impl Read) -> Vec<Artifact> {
    let mut found = Vec::new();
    for line in BufReader::new(stdout)
        .lines()
        .map_while(std::result::Result::ok)
    {
        // A build script may print what it likes; only cargo's own messages count.
        let Ok(message) = serde_json::from_str::<Message>(&line) else {
            continue;
        };
        let (true, Some(manifest)) = (message.reason == "compiler-artifact", message.manifest_path)
        else {
            continue;
        };
        let is_wasm = |path: &PathBuf| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        };
        found.extend(
            message
                .filenames
                .into_iter()
                .filter(is_wasm)
                .map(|wasm| Artifact {
                    manifest: manifest.clone(),
                    wasm,
                }),
        );
    }
    found
}
