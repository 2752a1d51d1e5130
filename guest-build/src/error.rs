//! What can go wrong in a build. Each message says what, where, and what to do.

use std::path::PathBuf;

/// The result of a build step.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a guest could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A program that the build needs could not be started.
    #[error("could not start `{program}`: {source}")]
    Start {
        /// The program.
        program: String,
        /// How to get it.
        fix: &'static str,
        /// Why not.
        source: std::io::Error,
    },
    /// A file could not be read or written.
    #[error("{action} {}: {source}", path.display())]
    File {
        /// `reading`, `writing`, ...
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// There is no cargo workspace in or above the folder.
    #[error("{} is not inside a cargo workspace:\n{details}", folder.display())]
    NoWorkspace {
        /// Where cargo looked from.
        folder: PathBuf,
        /// What cargo said.
        details: String,
    },
    /// The workspace has no such package.
    #[error("the workspace at {} has no package `{wanted}`. It has these guests: {}", root.display(), list(guests))]
    NoSuchPackage {
        /// What was asked for.
        wanted: String,
        /// Where the workspace is.
        root: PathBuf,
        /// The guests that it has.
        guests: Vec<String>,
        /// The guest whose name is nearest.
        nearest: Option<String>,
    },
    /// The package makes no dynamic library, so there is no core module.
    #[error("package `{package}` is not a guest: its library is not a cdylib ({})", manifest.display())]
    NotCdylib {
        /// The package.
        package: String,
        /// Its Cargo.toml.
        manifest: PathBuf,
    },
    /// `[package.metadata.molt]` says something that we do not know.
    #[error("[package.metadata.molt] in {}: {details}", manifest.display())]
    BadSettings {
        /// The Cargo.toml.
        manifest: PathBuf,
        /// What is wrong.
        details: String,
    },
    /// The wasm target is not installed.
    #[error("rustc has no target wasm32-unknown-unknown")]
    NoTarget,
    /// Cargo failed; its own output says why.
    #[error("cargo could not build `{package}`:\n{stderr}")]
    Cargo {
        /// The package.
        package: String,
        /// What cargo and rustc wrote.
        stderr: String,
    },
    /// Cargo succeeded but named no wasm file.
    #[error("cargo built `{package}` but reported no .wasm file")]
    NoArtifact {
        /// The package.
        package: String,
    },
    /// The input is not a core module.
    #[error("not a core WebAssembly module: {details}")]
    NotAModule {
        /// What it is instead, or where it breaks.
        details: String,
    },
    /// The module carries no WIT, so nobody knows its interface.
    #[error("`{name}` carries no WIT: it has no component-type section")]
    NoWit {
        /// The component.
        name: String,
    },
    /// The module imports something that its world does not.
    #[error("`{name}` imports `{import}`, which its world does not name")]
    ForeignImport {
        /// The component.
        name: String,
        /// `module.field` of the core import.
        import: String,
        /// What it probably is.
        hint: &'static str,
    },
    /// The world itself imports WASI: no Molt guest may.
    #[error("`{name}` imports `{import}`: a guest uses no WASI")]
    Wasi {
        /// The component.
        name: String,
        /// The import.
        import: String,
    },
    /// `wit-component` refused the module, or the component is not valid.
    #[error("`{name}` could not be made a component: {details}")]
    Encode {
        /// The component.
        name: String,
        /// Why.
        details: String,
    },
    /// There is no `wasm-opt`.
    #[error("wasm-opt was not found in {searched}")]
    NoWasmOpt {
        /// Where it was looked for.
        searched: String,
    },
    /// `wasm-opt` failed.
    #[error("wasm-opt failed on `{package}`:\n{stderr}")]
    WasmOpt {
        /// The package.
        package: String,
        /// What it wrote.
        stderr: String,
    },
    /// There is no telling which functions and data mention which.
    #[error("`{package}` has no link graph: {details}")]
    Graph {
        /// The package.
        package: String,
        /// Why.
        details: String,
    },
}

impl Error {
    pub(crate) fn file(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            action,
            path,
            source,
        }
    }

    /// What to do about it, as far as we can know.
    pub fn fix(&self) -> Option<String> {
        let fixed = |text: &str| Some(text.to_owned());
        match self {
            Self::Start { fix, .. } => fixed(fix),
            Self::NoWorkspace { .. } => fixed(
                "name a Python file or a crate's folder, or run it in a folder with a Cargo.toml",
            ),
            Self::NoSuchPackage { nearest, .. } => nearest
                .as_ref()
                .map(|name| format!("did you mean `{name}`?")),
            Self::NotCdylib { .. } => {
                fixed("add `crate-type = [\"cdylib\", \"rlib\"]` to its [lib]")
            }
            Self::NoTarget => fixed("rustup target add wasm32-unknown-unknown"),
            Self::NoArtifact { .. } => fixed("make its [lib] a cdylib for every target"),
            Self::NoWit { .. } => fixed(
                "call wit_bindgen::generate! and its export! in the crate, under cfg(target_arch = \"wasm32\")",
            ),
            Self::ForeignImport { hint, .. } => fixed(hint),
            Self::Wasi { .. } => fixed("import a capability in its own world instead"),
            Self::NoWasmOpt { .. } => fixed(
                "npm install binaryen (or apt-get install binaryen), or build without --optimize",
            ),
            _ => None,
        }
    }

    /// A stable word for machines: the `kind` of `--json` output.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Start { .. } => "start",
            Self::File { .. } => "file",
            Self::NoWorkspace { .. } => "no-workspace",
            Self::NoSuchPackage { .. } => "no-such-package",
            Self::NotCdylib { .. } => "not-cdylib",
            Self::BadSettings { .. } => "bad-settings",
            Self::NoTarget => "no-target",
            Self::Cargo { .. } => "cargo",
            Self::NoArtifact { .. } => "no-artifact",
            Self::NotAModule { .. } => "not-a-module",
            Self::NoWit { .. } => "no-wit",
            Self::ForeignImport { .. } => "foreign-import",
            Self::Wasi { .. } => "wasi",
            Self::Encode { .. } => "encode",
            Self::NoWasmOpt { .. } => "no-wasm-opt",
            Self::WasmOpt { .. } => "wasm-opt",
            Self::Graph { .. } => "link-graph",
        }
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "none".into()
    } else {
        names.join(", ")
    }
}
