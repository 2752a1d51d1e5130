//! Checks the project's WIT packages and renders their reference documentation.
//!
//! ```no_run
//! # fn main() -> Result<(), molt_wit_docs::Error> {
//! let wit = molt_wit_docs::Wit::load("wit".as_ref())?;
//! assert!(molt_wit_docs::undocumented(&wit).is_empty());
//! for page in molt_wit_docs::render(&wit) {
//!     println!("{}: {} bytes", page.file, page.text.len());
//! }
//! # Ok(()) }
//! ```

mod check;
mod markdown;
mod pages;
mod render;
mod types;

use std::path::{Path, PathBuf};

use wit_parser::{PackageId, Resolve, UnresolvedPackageGroup};

pub use check::undocumented;
pub use pages::{Page, Stale, compare, render, write};

/// What can go wrong before there is anything to check.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No folder with WIT files.
    #[error("{}: no folder with .wit files in it; a package is a folder of its own", path.display())]
    Empty {
        /// Where.
        path: PathBuf,
    },
    /// A package that does not parse.
    #[error("{}: {details}", path.display())]
    Parse {
        /// The package's folder.
        path: PathBuf,
        /// The parser's message with file, line and column.
        details: String,
    },
    /// Packages that parse, but not together: a name that is not there, a cycle.
    #[error("the packages do not resolve: {details}")]
    Resolve {
        /// The resolver's message with file, line and column.
        details: String,
    },
}

/// All packages of a folder, resolved together.
pub struct Wit {
    resolve: Resolve,
    packages: Vec<Package>,
}

/// One package and where it is.
struct Package {
    id: PackageId,
    folder: String,
}

impl Wit {
    /// Reads every folder in `root` that has `.wit` files: one package a folder.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Empty`], [`Error::Parse`], [`Error::Resolve`].
    pub fn load(root: &Path) -> Result<Self, Error> {
        let mut groups = Vec::new();
        for folder in package_folders(root)? {
            let group =
                UnresolvedPackageGroup::parse_dir(&folder).map_err(|error| Error::Parse {
                    path: folder.clone(),
                    details: error.to_string(),
                })?;
            groups.push((folder, group));
        }
        let names: Vec<_> = groups
            .iter()
            .map(|(folder, group)| (folder.clone(), group.main.name.clone()))
            .collect();
        let resolve = resolve(groups.into_iter().map(|(_, group)| group).collect(), root)?;
        let packages = names
            .into_iter()
            .filter_map(|(folder, name)| {
                let id = *resolve.package_names.get(&name)?;
                let folder = folder.file_name()?.to_string_lossy().into_owned();
                Some(Package { id, folder })
            })
            .collect();
        Ok(Self { resolve, packages })
    }

    /// The packages' names with their versions, in the order of their folders.
    pub fn names(&self) -> Vec<String> {
        self.packages
            .iter()
            .map(|package| self.resolve.packages[package.id].name.to_string())
            .collect()
    }
}

fn resolve(mut groups: Vec<UnresolvedPackageGroup>, root: &Path) -> Result<Resolve, Error> {
    let Some(main) = groups.pop() else {
        return Err(Error::Empty {
            path: root.to_owned(),
        });
    };
    let mut resolve = Resolve::new();
    match resolve.push_groups(main, groups) {
        Ok(_) => Ok(resolve),
        Err(error) => Err(Error::Resolve {
            details: error.render(&resolve.source_map),
        }),
    }
}

/// Folders with `.wit` files, sorted by name.
fn package_folders(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut folders = Vec::new();
    for path in list(root)? {
        let is_package = path.is_dir()
            && list(&path)?
                .iter()
                .any(|file| file.extension().is_some_and(|e| e == "wit"));
        if is_package {
            folders.push(path);
        }
    }
    if folders.is_empty() {
        return Err(Error::Empty {
            path: root.to_owned(),
        });
    }
    folders.sort();
    Ok(folders)
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let io = |source| Error::Io {
        path: folder.to_owned(),
        source,
    };
    let entries = std::fs::read_dir(folder).map_err(io)?;
    entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(io))
        .collect()
}
