//! Builds a guest crate into a WebAssembly component.
//!
//! A guest is a `cdylib` crate with `wit-bindgen` glue. Building it takes four steps: cargo makes a core module for
//! `wasm32-unknown-unknown`, `wasm-opt` may shrink it, its names are made readable, and `wit-component` wraps it (in this
//! process) and validates the result. The bytes depend on the sources, the lock file and the toolchain, and on nothing
//! else: not on the folder, the user or the time.
//!
//! ```no_run
//! use molt_guest_build::{Options, Workspace, build};
//!
//! # fn main() -> Result<(), molt_guest_build::Error> {
//! let workspace = Workspace::load(".".as_ref())?;
//! let package = workspace.find("molt-json")?;
//! let built = build(&workspace, package, &Options::default(), &mut |event| eprintln!("{event}"))?;
//! println!("{} bytes, sha256 {}", built.component.len(), built.sha256);
//! # Ok(()) }
//! ```

mod cargo;
mod encode;
mod error;
pub mod graph;
mod names;
mod optimize;
mod reproduce;
mod sizes;
mod workspace;

use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub use encode::{Encoded, Metadata, encode};
pub use error::{Error, Result};
pub use optimize::find_wasm_opt;
pub use reproduce::{Reproduction, verify_reproducible};
pub use sizes::{Sizes, sha256};
pub use workspace::{OptLevel, Package, Settings, Workspace};

/// How to build. `Default` is what `molt build` does without flags.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Run `wasm-opt` on the core module. A package can ask for it too (`optimize = true` in its `Settings`).
    pub optimize: bool,
    /// Leave function names out: some 5 to 20 % smaller, and traps name functions by number only.
    pub strip_names: bool,
    /// Where cargo puts what it builds; `None` is the workspace's own target folder.
    pub target_dir: Option<PathBuf>,
    /// Fail when the lock file would have to change.
    pub locked: bool,
}

/// What happens during a build, for a progress line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Progress {
    /// Cargo starts on a package.
    Compiling(String),
    /// A line that cargo or rustc wrote.
    Cargo(String),
    /// `wasm-opt` runs on the core module of so many bytes.
    Optimizing(usize),
    /// The core module of so many bytes becomes a component.
    Encoding(usize),
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compiling(package) => write!(f, "compiling {package}"),
            Self::Cargo(line) => f.write_str(line),
            Self::Optimizing(bytes) => write!(f, "optimizing {bytes} bytes"),
            Self::Encoding(bytes) => write!(f, "encoding a component from {bytes} bytes"),
        }
    }
}

/// A component, built.
#[derive(Clone, Debug)]
pub struct Built {
    /// The short name of the component: `json` for the package `molt-json`.
    pub name: String,
    /// The cargo package.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// The component's bytes.
    pub component: Vec<u8>,
    /// Hex sha256 of `component`.
    pub sha256: String,
    /// Bytes of the core module as rustc left it.
    pub core_size: usize,
    /// What the component imports, in order; empty for a component that stands alone.
    pub imports: Vec<String>,
    /// What the component exports, in order.
    pub exports: Vec<String>,
    /// How long it took, cargo included.
    pub elapsed: Duration,
}

/// Builds one package into a component.
///
/// Packages are built one by one even under `--all`: cargo unifies the features of packages that it builds together, so
/// a component's bytes would depend on its neighbours.
///
/// # Errors
///
/// Every step has its own case in [`Error`]: cargo missing or failing (with its output), no `cdylib`, no WIT in the
/// module, an import that the world does not name, any WASI import, `wasm-opt` missing or failing.
pub fn build(
    workspace: &Workspace,
    package: &Package,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built> {
    let started = Instant::now();
    progress(Progress::Compiling(package.name.clone()));
    let mut core = cargo::build(workspace, package, options, progress)?;
    let core_size = core.len();
    let mut graph = None;
    if package.settings.link_graph {
        graph = Some(graph::read(&package.name, &core)?);
        core = graph::prepare(&package.name, &core)?;
    }
    if options.optimize || package.settings.optimize {
        progress(Progress::Optimizing(core.len()));
        let optimized = optimize::run(&core, package, &workspace.root)?;
        if let Some(of_core) = &graph {
            graph = Some(graph::follow(of_core, &package.name, &core, &optimized)?);
        }
        core = optimized;
    }
    if let Some(graph) = graph {
        core = graph.put_into(core);
    }
    progress(Progress::Encoding(core.len()));
    let metadata = Metadata {
        name: package.component_name(),
        version: Some(package.version.clone()),
        description: package.description.clone(),
        licenses: package.license.clone(),
    };
    let encoded = encode(
        &core,
        &metadata,
        options.strip_names || package.settings.strip_names,
    )?;
    Ok(Built {
        name: package.component_name(),
        package: package.name.clone(),
        version: package.version.clone(),
        sha256: sha256(&encoded.bytes),
        component: encoded.bytes,
        core_size,
        imports: encoded.imports,
        exports: encoded.exports,
        elapsed: started.elapsed(),
    })
}
