//! Targets: what runs calls. A target says its name, its host's version and how to run a batch; nothing else.

mod process;
mod wasmtime;
pub mod wire;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

pub use process::ProcessTarget;

use crate::component::ComponentFile;
use crate::places::Places;
use wire::{CallResult, Hello, Measure, Measured, WireCall, WireProgram};

/// A host to be tested.
pub trait Target: Send + Sync {
    /// `wasmtime`, `node`, ..
    fn name(&self) -> &str;

    /// Starts the host.
    ///
    /// # Errors
    /// When it cannot be started; a message for people.
    fn start(&self) -> Result<Start, Stopped>;
}

/// What came of starting a target.
pub enum Start {
    Running(Hello, Box<dyn Session>),
    /// Something that it needs is not installed.
    Missing {
        what: String,
        fix: String,
    },
}

/// A running host.
pub trait Session: Send {
    /// Runs calls in order and hands each result over as soon as it is there. A component that cannot be loaded is an error
    /// outcome of each call.
    ///
    /// # Errors
    /// When the host crashed or hangs. Calls without a result by then have none; the session is not used again.
    fn batch(
        &mut self,
        component: &ComponentFile,
        calls: &[WireCall],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped>;

    /// Runs programs in order, each in an instance of its own that is granted its arguments and an output that is kept, and hands
    /// each result over as soon as it is there: one outcome, see [`wire::ended`].
    ///
    /// # Errors
    /// As `batch`.
    fn programs(
        &mut self,
        programs: &[WireProgram],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped>;

    /// Measures start and calls of one component; what cannot be measured is none.
    ///
    /// # Errors
    /// As `batch`.
    fn measure(&mut self, component: &ComponentFile, what: &Measure) -> Result<Measured, Stopped>;
}

/// A host that crashed, hangs or breaks the protocol: what happened, and the end of its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped(pub String);

/// `adapters/<name>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdapterFile {
    name: String,
    command: Vec<String>,
}

/// Every target: wasmtime in this process, and what `adapters/` describes.
///
/// # Errors
/// When a description cannot be read.
pub fn all(places: &Places) -> Result<Vec<Box<dyn Target>>> {
    let mut targets: Vec<Box<dyn Target>> = vec![Box::new(wasmtime::Wasmtime)];
    targets.extend(of_folder(&places.suite().join("adapters"), &places.root)?);
    Ok(targets)
}

/// The targets that `adapters/*.toml` describe.
///
/// # Errors
/// When a file cannot be read.
pub fn of_folder(adapters: &Path, root: &Path) -> Result<Vec<Box<dyn Target>>> {
    let mut targets: Vec<Box<dyn Target>> = Vec::new();
    let mut paths = std::fs::read_dir(adapters)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
    {
        let context = || format!("in {}", path.display());
        let file: AdapterFile =
            toml::from_str(&std::fs::read_to_string(path).with_context(context)?)
                .with_context(context)?;
        ensure!(
            path.file_stem()
                .is_some_and(|stem| stem == file.name.as_str()),
            "{} describes `{}`",
            path.display(),
            file.name
        );
        targets.push(Box::new(ProcessTarget::new(
            file.name,
            file.command,
            root.to_path_buf(),
        )));
    }
    Ok(targets)
}
