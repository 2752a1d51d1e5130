//! Builds components and compositions into `dist/` when what is there is older than its sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::places::Places;

/// What the bytes of a component depend on.
const INPUTS: &[&str] = &[
    "components",
    "wit",
    "guest-build/src",
    "compose/src",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// Runs `molt build --all` if anything in `dist/` is missing or older than its sources. True when it ran.
///
/// # Errors
/// When the build fails; its own messages have said why.
pub fn if_stale(places: &Places) -> Result<bool> {
    let Some(why) = stale(places)? else {
        return Ok(false);
    };
    eprintln!("building components: {why}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args([
            "run",
            "--quiet",
            "--locked",
            "--package",
            "molt-cli",
            "--",
            "build",
            "--all",
        ])
        .current_dir(&places.root);
    let status = command
        .status()
        .context("cannot run cargo to build the components")?;
    if !status.success() {
        bail!(
            "`molt build --all` failed ({status}); with components in dist/ already, `--no-build` uses them as they are"
        );
    }
    Ok(true)
}

/// Why something has to be built, if it has.
fn stale(places: &Places) -> Result<Option<String>> {
    let mut oldest: Option<(SystemTime, String)> = None;
    for name in expected(&places.root)? {
        let Ok(built) = fs::metadata(places.root.join("dist").join(format!("{name}.wasm")))
            .and_then(|file| file.modified())
        else {
            return Ok(Some(format!("{name} is not built")));
        };
        if oldest.as_ref().is_none_or(|(time, _)| built < *time) {
            oldest = Some((built, name));
        }
    }
    let Some((oldest, name)) = oldest else {
        bail!(
            "no components in {}",
            places.root.join("components").display()
        )
    };
    for input in INPUTS {
        if let Some(path) = newer(&places.root.join(input), oldest)? {
            let path = path.strip_prefix(&places.root).unwrap_or(&path);
            return Ok(Some(format!(
                "{} changed after {name} was built",
                path.display()
            )));
        }
    }
    Ok(None)
}

/// The names of what `molt build --all` makes: guests (crates with a component's glue) and compositions.
fn expected(root: &Path) -> Result<Vec<String>> {
    let stem = |path: &Path| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    let mut names = Vec::new();
    for path in entries(&root.join("components"))? {
        if path.join("src/component.rs").is_file() {
            names.extend(
                path.file_name()
                    .map(|name| name.to_string_lossy().into_owned()),
            );
        }
    }
    let worlds = entries(&root.join("components/worlds")).unwrap_or_default();
    names.extend(
        worlds
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "wac"))
            .filter_map(|path| stem(path)),
    );
    Ok(names)
}

/// A file under `path` that changed after `time`.
fn newer(path: &Path, time: SystemTime) -> Result<Option<PathBuf>> {
    let Ok(metadata) = fs::metadata(path) else {
        return Ok(None);
    };
    if metadata.is_file() {
        return Ok((metadata.modified()? > time).then(|| path.to_path_buf()));
    }
    for entry in entries(path)? {
        if let Some(found) = newer(&entry, time)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
