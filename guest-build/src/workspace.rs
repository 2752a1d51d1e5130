//! The cargo workspace and the guests in it, as `cargo metadata` tells them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::cargo::cargo_program;
use crate::{Error, Result};

/// A cargo workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder of its root Cargo.toml.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target_dir: PathBuf,
    /// Its members, by name.
    pub packages: Vec<Package>,
    /// True when the root manifest says how to build guests (`[profile.guest]`).
    pub has_guest_profile: bool,
}

/// A member of the workspace.
#[derive(Clone, Debug)]
pub struct Package {
    /// The cargo package name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its Cargo.toml.
    pub manifest: PathBuf,
    /// One line for people.
    pub description: Option<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// True when its library is a `cdylib`: it can become a component.
    pub is_guest: bool,
    /// `[package.metadata.molt]`.
    pub settings: Settings,
}

/// `[package.metadata.molt]` of a guest: what it needs that differs from the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// The component's short name. Default: the package's name without a leading `molt-`.
    pub name: Option<String>,
    /// Optimisation level instead of the profile's.
    pub opt_level: Option<OptLevel>,
    /// Run `wasm-opt` on it.
    pub optimize: bool,
    /// Leave function names out.
    pub strip_names: bool,
    /// Put a link graph into the core module, so that a program can be composed with a part of it (see `graph`).
    pub link_graph: bool,
    /// Left out of `--all`: a guest that is a fixture of a test, for one.
    pub skip: bool,
}

/// What rustc optimises for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub enum OptLevel {
    /// Speed, 0 to 3.
    Speed(u8),
    /// Size.
    Size,
    /// Size above all.
    MinSize,
}

impl TryFrom<serde_json::Value> for OptLevel {
    type Error = String;

    fn try_from(value: serde_json::Value) -> Result<Self, String> {
        match (value.as_u64(), value.as_str()) {
            (Some(level @ 0..=3), _) => Ok(Self::Speed(level as u8)),
            (_, Some("s")) => Ok(Self::Size),
            (_, Some("z")) => Ok(Self::MinSize),
            _ => Err(format!(
                "opt-level is 0, 1, 2, 3, \"s\" or \"z\", not {value}"
            )),
        }
    }
}

impl OptLevel {
    /// As TOML writes it.
    pub(crate) fn toml(self) -> String {
        match self {
            Self::Speed(level) => level.to_string(),
            Self::Size => "\"s\"".into(),
            Self::MinSize => "\"z\"".into(),
        }
    }
}

impl Package {
    /// The component's short name, which is also its file name in `dist/`: `json` for `molt-json`.
    pub fn component_name(&self) -> String {
        let default = || {
            self.name
                .strip_prefix("molt-")
                .unwrap_or(&self.name)
                .to_owned()
        };
        self.settings.name.clone().unwrap_or_else(default)
    }

    /// The crate's folder.
    pub fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(Path::new("."))
    }
}

impl Workspace {
    /// Reads the workspace that `folder` is in.
    ///
    /// # Errors
    ///
    /// [`Error::Start`] without cargo, [`Error::NoWorkspace`] outside a workspace, [`Error::BadSettings`] for a
    /// `[package.metadata.molt]` that we do not understand.
    pub fn load(folder: &Path) -> Result<Self> {
        let mut command = Command::new(cargo_program());
        command
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(folder);
        let output = command.output().map_err(|source| {
            if folder.is_dir() {
                Error::Start {
                    program: "cargo".into(),
                    fix: crate::cargo::CARGO_FIX,
                    source,
                }
            } else {
                Error::File {
                    action: "entering",
                    path: folder.into(),
                    source,
                }
            }
        })?;
        let no_workspace = |details: String| Error::NoWorkspace {
            folder: folder.into(),
            details,
        };
        if !output.status.success() {
            return Err(no_workspace(
                String::from_utf8_lossy(&output.stderr).trim().into(),
            ));
        }
        let raw: RawMetadata = serde_json::from_slice(&output.stdout)
            .map_err(|error| no_workspace(format!("cargo metadata: {error}")))?;
        raw.into_workspace()
    }

    /// The packages that can become components, by name.
    pub fn guests(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| package.is_guest && !package.settings.skip)
    }

    /// The package with this cargo name, component name or folder.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPackage`] with the nearest name.
    pub fn find(&self, wanted: &str) -> Result<&Package> {
        let folder = Path::new(wanted).canonicalize().ok();
        let by_name = self.packages.iter().find(|package| package.name == wanted);
        let by_folder = || {
            self.packages
                .iter()
                .find(|package| Some(package.folder()) == folder.as_deref())
        };
        let by_component = || {
            self.guests()
                .find(|package| package.component_name() == wanted)
        };
        by_name
            .or_else(by_component)
            .or_else(by_folder)
            .ok_or_else(|| {
                let guests: Vec<String> =
                    self.guests().map(|package| package.name.clone()).collect();
                let distance = |name: &String| {
                    edit_distance(name, wanted).min(edit_distance(short(name), wanted))
                };
                let nearest = guests.iter().map(|name| (distance(name), name)).min();
                let nearest = nearest
                    .filter(|(distance, _)| *distance <= 3)
                    .map(|(_, name)| name.clone());
                Error::NoSuchPackage {
                    wanted: wanted.into(),
                    root: self.root.clone(),
                    guests,
                    nearest,
                }
            })
    }
}

fn short(name: &str) -> &str {
    name.strip_prefix("molt-").unwrap_or(name)
}

/// Levenshtein distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[derive(Deserialize)]
struct RawMetadata {
    packages: Vec<RawPackage>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct RawPackage {
    name: String,
    version: String,
    manifest_path: PathBuf,
    description: Option<String>,
    license: Option<String>,
    targets: Vec<RawTarget>,
    #[serde(default)]
    metadata: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct RawTarget {
    crate_types: Vec<String>,
}

impl RawMetadata {
    fn into_workspace(self) -> Result<Workspace> {
        let mut packages = self
            .packages
            .into_iter()
            .map(RawPackage::into_package)
            .collect::<Result<Vec<_>>>()?;
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        let manifest = self.workspace_root.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).map_err(Error::file("reading", &manifest))?;
        let has_guest_profile = text.lines().any(|line| line.trim() == "[profile.guest]");
        Ok(Workspace {
            root: self.workspace_root,
            target_dir: self.target_directory,
            packages,
            has_guest_profile,
        })
    }
}

impl RawPackage {
    fn into_package(self) -> Result<Package> {
        let settings = match self
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.get("molt"))
        {
            None => Settings::default(),
            Some(value) => Settings::deserialize(value).map_err(|error| Error::BadSettings {
                manifest: self.manifest_path.clone(),
                details: error.to_string(),
            })?,
        };
        let is_guest = self
            .targets
            .iter()
            .any(|target| target.crate_types.iter().any(|kind| kind == "cdylib"));
        Ok(Package {
            name: self.name,
            version: self.version,
            manifest: self.manifest_path,
            description: self.description,
            license: self.license,
            is_guest,
            settings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distance_counts_changes() {
        assert_eq!(edit_distance("json", "json"), 0);
        assert_eq!(edit_distance("jsn", "json"), 1);
        assert_eq!(edit_distance("", "json"), 4);
        assert_eq!(edit_distance("cbor", "arrow"), 4);
    }

    #[test]
    fn settings_refuse_unknown_keys_and_levels() {
        let settings = |json| serde_json::from_str::<Settings>(json);
        assert_eq!(
            settings(r#"{"opt-level":"s"}"#).unwrap().opt_level,
            Some(OptLevel::Size)
        );
        assert!(
            settings(r#"{"opt-level":4}"#)
                .unwrap_err()
                .to_string()
                .contains("not 4")
        );
        assert!(
            settings(r#"{"optlevel":1}"#)
                .unwrap_err()
                .to_string()
                .contains("optlevel")
        );
    }
}
