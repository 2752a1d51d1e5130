//! Builds components and compositions into `dist/` when what is there is older than its sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use molt_compose::{Capabilities, WacFile, compose_wac};
use molt_guest_build::{Options, Progress, Workspace, build};

use crate::places::Places;

/// What the bytes of every component depend on, beside its own sources. The lock file says which dependencies; the root manifest
/// how they are built.
const INPUTS: &[&str] = &[
    "wit",
    "guest-build/src",
    "Cargo.toml",
    "rust-toolchain.toml",
];
/// What compositions depend on, beside their parts.
const COMPOSING: &[&str] = &["components/worlds", "compose/src"];

/// Builds the guests that are missing in `dist/` or older than their sources, and then every composition.
///
/// # Errors
/// When something does not build; the error says what and why.
pub fn if_stale(places: &Places, say: &dyn Fn(&str)) -> Result<()> {
    let workspace = Workspace::load(&places.root)?;
    let dist = places.root.join("dist");
    fs::create_dir_all(&dist)?;
    let mut any = false;
    let mut guests = 0;
    for package in workspace.guests() {
        guests += 1;
        let name = package.component_name();
        let folder = package.folder();
        let sources = sources(&places.root, folder)?;
        let Some(why) = stale(&places.root, &name, &sources)? else {
            continue;
        };
        say(&format!("building {name}: {why}"));
        let told = &mut |event: Progress| {
            if let Progress::Optimizing(_) = event {
                say(&format!("  {event}"));
            }
        };
        let built = build(&workspace, package, &Options::default(), told)
            .with_context(|| format!("building {}", package.name))?;
        write(&dist, &built.name, &built.component)?;
        any = true;
    }
    ensure!(
        guests > 0,
        "there are no components in {}",
        places.root.join("components").display()
    );
    let composing: Vec<PathBuf> = COMPOSING
        .iter()
        .map(|input| places.root.join(input))
        .collect();
    for (name, path) in worlds(&places.root)? {
        if !any && stale(&places.root, &name, &composing)?.is_none() {
            continue;
        }
        let mut file = WacFile::new(&path);
        file.search.insert(0, dist.clone());
        let composed = compose_wac(&file, &Capabilities::none())
            .with_context(|| format!("composing {}", path.display()))?;
        write(&dist, &name, &composed.bytes)?;
        say(&format!("  composed {name}"));
    }
    Ok(())
}

/// The folders that a guest's bytes depend on: its own and those of our crates that it uses.
fn sources(root: &Path, guest: &Path) -> Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = vec![guest.to_path_buf()];
    let mut next = 0;
    while let Some(folder) = folders.get(next).cloned() {
        next += 1;
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))
            .with_context(|| format!("in {}", folder.display()))?;
        let own = manifest
            .lines()
            .filter_map(|line| line.strip_prefix("molt-")?.split(['.', ' ', '=']).next());
        for name in own {
            let dependency = root.join("components").join(name);
            if dependency.is_dir() && !folders.contains(&dependency) {
                folders.push(dependency);
            }
        }
    }
    folders.extend(INPUTS.iter().map(|input| root.join(input)));
    Ok(folders)
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

/// Why a component has to be built, if it has.
fn stale(root: &Path, name: &str, sources: &[PathBuf]) -> Result<Option<String>> {
    let file = root.join("dist").join(name).with_extension("wasm");
    let Ok(built) = fs::metadata(file).and_then(|file| file.modified()) else {
        return Ok(Some("it is not built".to_string()));
    };
    for source in sources {
        if let Some(path) = newer(source, built)? {
            let path = path.strip_prefix(root).unwrap_or(&path);
            return Ok(Some(format!("{} changed", path.display())));
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
