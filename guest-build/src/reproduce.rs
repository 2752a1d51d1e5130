//! Builds the same package in two folders and compares the bytes.

use std::path::{Path, PathBuf};

use crate::{Error, Options, Progress, Result, Workspace, build, sha256};

/// The outcome of building twice.
#[derive(Clone, Debug)]
pub struct Reproduction {
    /// The component's short name.
    pub name: String,
    /// Hex sha256 of the first and of the second build.
    pub sha256: [String; 2],
    /// The first byte that differs; `None` when the builds are identical.
    pub first_difference: Option<usize>,
}

impl Reproduction {
    /// True when both builds gave the same bytes.
    pub fn is_identical(&self) -> bool {
        self.first_difference.is_none()
    }
}

/// Copies the workspace into two folders whose paths differ in length and depth, builds `package` in each with a target
/// folder of its own, and compares.
///
/// It compiles every dependency twice: some seconds to minutes, and as much disk as two target folders take until it
/// returns.
///
/// # Errors
///
/// What [`build`] returns, and [`Error::File`] when the copy fails.
pub fn verify_reproducible(
    workspace: &Workspace,
    package: &str,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Reproduction> {
    workspace.find(package)?;
    let scratch = tempfile::tempdir().map_err(Error::file("creating", std::env::temp_dir()))?;
    let mut builds = Vec::new();
    for folder in ["a", "a-longer-name/with/more levels"] {
        let root = scratch.path().join(folder);
        copy_tree(&workspace.root, &root, &workspace.target_dir)?;
        let copy = Workspace::load(&root)?;
        let options = Options {
            target_dir: Some(root.join("target")),
            ..options.clone()
        };
        let built = build(&copy, copy.find(package)?, &options, progress)?;
        // Gigabytes of dependencies: gone before the second build starts.
        std::fs::remove_dir_all(root.join("target"))
            .map_err(Error::file("removing", root.join("target")))?;
        builds.push(built);
    }
    let [first, second] = [&builds[0].component, &builds[1].component];
    let same = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    let identical = first == second;
    Ok(Reproduction {
        name: builds[0].name.clone(),
        sha256: [sha256(first), sha256(second)],
        first_difference: (!identical).then_some(same),
    })
}

/// Sources only: what a build writes, what npm installs and hidden folders stay behind.
fn copy_tree(from: &Path, to: &Path, target_dir: &Path) -> Result<()> {
    std::fs::create_dir_all(to).map_err(Error::file("creating", to))?;
    let entries = std::fs::read_dir(from).map_err(Error::file("reading", from))?;
    for entry in entries {
        let entry = entry.map_err(Error::file("reading", from))?;
        let (path, name) = (entry.path(), entry.file_name());
        if is_left_out(&path, &name.to_string_lossy(), target_dir) {
            continue;
        }
        let copy: PathBuf = to.join(&name);
        let kind = entry.file_type().map_err(Error::file("reading", &path))?;
        if kind.is_dir() {
            copy_tree(&path, &copy, target_dir)?;
        } else if kind.is_file() {
            std::fs::copy(&path, &copy).map_err(Error::file("copying", &path))?;
        }
    }
    Ok(())
}

fn is_left_out(path: &Path, name: &str, target_dir: &Path) -> bool {
    let generated = ["target", "node_modules", "dist", "corpus", "artifacts"].contains(&name);
    let hidden = name.starts_with('.') && name != ".cargo";
    path == target_dir || hidden || (generated && path.is_dir())
}
