//! Where things are: the repository, the corpora beside it, installed npm packages.

use std::fmt;
use std::path::{Path, PathBuf};

/// The folders that the suite reads and writes.
#[derive(Clone, Debug)]
pub struct Places {
    /// The repository's root.
    pub root: PathBuf,
    /// Test data that is not part of the repository, beside it or where `MOLT_CORPORA` says.
    pub corpora: PathBuf,
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Data that a checkout need not have: the rows that want it are skipped, and said so.
    Absent(String),
    /// A mistake in the case or in the installation.
    Wrong(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Absent(what) | Problem::Wrong(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Problem {}

impl Places {
    /// The repository that this crate was built in.
    pub fn here() -> Places {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        Places::in_repository(manifest.parent().unwrap_or(manifest))
    }

    /// A repository at another place.
    pub fn in_repository(root: &Path) -> Places {
        let corpora = std::env::var_os("MOLT_CORPORA")
            .map_or_else(|| root.join("../shared/corpora"), PathBuf::from);
        Places {
            root: root.to_path_buf(),
            corpora,
        }
    }

    /// `parity-suite/`.
    pub fn suite(&self) -> PathBuf {
        self.root.join("parity-suite")
    }

    /// Where a run's report goes.
    pub fn report(&self) -> PathBuf {
        std::env::var_os("MOLT_PARITY_REPORT")
            .map_or_else(|| self.root.join("target/parity"), PathBuf::from)
    }

    /// The file or folder that `npm:..`, `corpora:..` or a path relative to `base` means.
    ///
    /// # Errors
    /// `Absent` for a corpus that is not there, `Wrong` for anything else.
    pub fn locate(&self, base: &Path, name: &str) -> Result<PathBuf, Problem> {
        let (path, problem) = if let Some(rest) = name.strip_prefix("corpora:") {
            (
                self.corpora.join(rest),
                Problem::Absent(format!(
                    "the corpus {rest} is not there (MOLT_CORPORA names the folder)"
                )),
            )
        } else if let Some(rest) = name.strip_prefix("npm:") {
            let path = self.root.join("node_modules").join(rest);
            (
                path,
                Problem::Wrong(format!(
                    "the npm package of {rest} is not installed: run `npm ci`"
                )),
            )
        } else {
            (
                base.join(name),
                Problem::Wrong(format!("no file {name} beside the case")),
            )
        };
        // Adapters run elsewhere, so they are given the real, absolute path.
        path.canonicalize().map_err(|_| problem)
    }
}
