//! Builds components and compositions into `dist/` when what is there is older than its sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use molt_compose::{Capabilities, WacFile, compose_wac};
use molt_guest_build::{Options, Progress, Workspace, build};

use crate::places::Places;

/// What the bytes of a component depend on. The lock file says which dependencies; the root manifest how they are built.
const INPUTS: &[&str] = &[
    "components",
    "wit",
    "guest-build/src",
    "compose/src",
    "Cargo.toml",
    "rust-toolchain.toml",
];

/// Builds every guest and every composition, if anything in `dist/` is missing or older than its sources.
///
/// # Errors
/// When something does not build; the error says what and why.
pub fn if_stale(places: &Places, say: &dyn Fn(&str)) -> Result<()> {
    let workspace = Workspace::load(&places.root)?;
    let worlds = worlds(&places.root)?;
    let guests = workspace.guests().map(|package| package.component_name());
    let expected: Vec<String> = guests
        .chain(worlds.iter().map(|(name, _)| name.clone()))
        .collect();
    let Some(why) = stale(&places.root, &expected)? else {
        return Ok(());
    };
    say(&format!("building components: {why}"));
    let dist = places.root.join("dist");
    fs::create_dir_all(&dist)?;
    for package in workspace.guests() {
        let told = &mut |event: Progress| match event {
            Progress::Compiling(_) | Progress::Optimizing(_) => say(&format!("  {event}")),
            _ => {}
        };
        let built = build(&workspace, package, &Options::default(), told)
            .with_context(|| format!("building {}", package.name))?;
        write(&dist, &built.name, &built.component)?;
    }
    for (name, path) in worlds {
        let mut file = WacFile::new(&path);
        file.search.insert(0, dist.clone());
        let composed = compose_wac(&file, &Capabilities::none())
            .with_context(|| format!("composing {}", path.display()))?;
        write(&dist, &name, &composed.bytes)?;
        say(&format!("  composed {name}"));
    }
    Ok(())
}

/// Puts a whole component in its place: who reads `dist/` meanwhile sees the old one or the new one.
fn write(dist: &Path, name: &str, component: &[u8]) -> Result<()> {
    let unfinished = dist.join(format!(".{name}.{}", std::process::id()));
    fs::write(&unfinished, component)?;
    fs::rename(&unfinished, dist.join(format!("{name}.wasm")))?;
    Ok(())
}

/// The compositions: the name of each file's package, and the file.
fn worlds(root: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut worlds = Vec::new();
    for path in entries(&root.join("components/worlds"))? {
        if path.extension().is_some_and(|e| e == "wac") {
            let text = fs::read_to_string(&path)?;
            let name = package_name(&text).with_context(|| {
                format!("{} does not say `package name:space;`", path.display())
            })?;
            worlds.push((name.to_string(), path));
        }
    }
    worlds.sort();
    Ok(worlds)
}

/// `transcoder-composed` of `package molt:transcoder-composed@0.1.0;`.
fn package_name(wac: &str) -> Option<&str> {
    let statement = wac
        .lines()
        .find_map(|line| line.trim().strip_prefix("package "))?;
    let (_, name) = statement.trim_end_matches(';').split_once(':')?;
    name.split(['@', ';', ' ']).next()
}

/// Why something has to be built, if it has.
fn stale(root: &Path, expected: &[String]) -> Result<Option<String>> {
    let mut oldest: Option<(SystemTime, &str)> = None;
    for name in expected {
        let Ok(built) = fs::metadata(root.join("dist").join(format!("{name}.wasm")))
            .and_then(|file| file.modified())
        else {
            return Ok(Some(format!("{name} is not built")));
        };
        if oldest.is_none_or(|(time, _)| built < time) {
            oldest = Some((built, name));
        }
    }
    ensure!(
        oldest.is_some(),
        "there are no components in {}",
        root.join("components").display()
    );
    let Some((oldest, name)) = oldest else {
        return Ok(None);
    };
    for input in INPUTS {
        if let Some(path) = newer(&root.join(input), oldest)? {
            let path = path.strip_prefix(root).unwrap_or(&path);
            return Ok(Some(format!(
                "{} changed after {name} was built",
                path.display()
            )));
        }
    }
    Ok(None)
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

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn a_composition_has_its_package_s_name() {
        assert_eq!(
            package_name("/// Text.\npackage molt:a-b@0.1.0;\nlet x"),
            Some("a-b")
        );
        assert_eq!(package_name("package molt:a;"), Some("a"));
        assert_eq!(package_name("let x"), None);
    }
}
