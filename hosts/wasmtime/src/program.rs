//! A loaded component: compiled, linked, ready to be instantiated.

use std::collections::HashMap;
use std::sync::Arc;

use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};

use crate::capabilities::{Capabilities, Capability};
use crate::error::{Error, ErrorKind};
use crate::host::Runtime;
use crate::instance::{Instance, State};
use crate::limits::Limits;
use crate::names;
use crate::outline;
use crate::scan::Mode;
use crate::types::{self, Function};

/// A component that is compiled and linked. Cheap to clone; any number of instances can be made of it, on any thread.
#[derive(Clone)]
pub struct Program(Arc<Inner>);

struct Inner {
    runtime: Runtime,
    pre: InstancePre<State>,
    mode: Mode,
    limits: Limits,
    functions: Vec<Function>,
    places: Vec<ComponentExportIndex>,
    by_path: HashMap<String, usize>,
    imports: Vec<String>,
    capabilities: Vec<Capability>,
}

/// A function of a program, found once and called often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FunctionId(pub(crate) usize);

impl Program {
    pub(crate) fn new(
        runtime: Runtime,
        component: Component,
        linker: &Linker<State>,
        mode: Mode,
        limits: Limits,
    ) -> Result<Self, Error> {
        let pre = linker
            .instantiate_pre(&component)
            .map_err(|error| missing_import(&runtime, &component, &error))?;
        let imports = imports(&runtime, &component);
        let capabilities = Capability::ALL
            .into_iter()
            .filter(|capability| imports.iter().any(|name| name == capability.interface()))
            .collect();
        let functions = types::exported_functions(&runtime.engine, &component);
        let places = functions
            .iter()
            .map(|function| place_of(&component, function))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::Host,
                    "an export of the component is not to be found",
                )
            })?;
        let by_path = functions
            .iter()
            .enumerate()
            .map(|(i, f)| (f.path(), i))
            .collect();
        Ok(Self(Arc::new(Inner {
            runtime,
            pre,
            mode,
            limits,
            functions,
            places,
            by_path,
            imports,
            capabilities,
        })))
    }

    /// The functions that the component exports, with their types.
    pub fn exports(&self) -> &[Function] {
        &self.0.functions
    }

    /// Whether the component has async functions, streams or futures anywhere.
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// Finds a function by its name: whole (`molt:codec/codec@0.1.0#decode`), without the version
    /// (`molt:codec/codec#decode`), with the last part of the interface (`codec#decode`), or alone (`decode`). Short forms
    /// must fit one function only.
    ///
    /// # Errors
    ///
    /// `MissingFunction`, with the names that come nearest, or with those that a short name fits.
    pub fn find(&self, name: &str) -> Result<FunctionId, Error> {
        if let Some(index) = self.0.by_path.get(name) {
            return Ok(FunctionId(*index));
        }
        names::find(&self.0.functions, name).map(FunctionId)
    }

    /// The signature of a function that was found in this program.
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.0.functions[id.0]
    }

    /// A fresh instance with the host's limits.
    ///
    /// # Errors
    ///
    /// `MemoryLimit` when the component starts with more memory than it may have, `Host` when all instances that the host
    /// was built for are alive, `Trap` when a start function of the component traps.
    pub fn instantiate(&self) -> Result<Instance, Error> {
        self.instantiate_with(&self.0.limits)
    }

    /// A fresh instance with these limits.
    ///
    /// # Errors
    ///
    /// As [`Program::instantiate`], and `Unsupported` when the limits have a deadline or fuel that the host was not built
    /// for.
    pub fn instantiate_with(&self, limits: &Limits) -> Result<Instance, Error> {
        Instance::new(self, limits, Capabilities::none())
    }

    /// A fresh instance that is granted these capabilities, for itself alone.
    ///
    /// # Errors
    ///
    /// As [`Program::instantiate_with`], and `MissingImport` when the component imports a capability that is not among them.
    pub fn instantiate_granted(
        &self,
        limits: &Limits,
        capabilities: Capabilities,
    ) -> Result<Instance, Error> {
        Instance::new(self, limits, capabilities)
    }

    /// The capabilities that the component imports, of those that this host knows.
    pub fn capabilities(&self) -> &[Capability] {
        &self.0.capabilities
    }

    /// Whether the component imports anything: whether the host takes part in its calls.
    pub(crate) fn has_imports(&self) -> bool {
        !self.0.imports.is_empty()
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.0.runtime
    }

    pub(crate) fn pre(&self) -> &InstancePre<State> {
        &self.0.pre
    }

    pub(crate) fn place(&self, id: FunctionId) -> &ComponentExportIndex {
        &self.0.places[id.0]
    }
}

fn place_of(component: &Component, function: &Function) -> Option<ComponentExportIndex> {
    let interface = match &function.interface {
        Some(name) => Some(component.get_export_index(None, name)?),
        None => None,
    };
    component.get_export_index(interface.as_ref(), &function.name)
}

/// What the component imports of the host: not its own modules, which the host may have taken out of it.
fn imports(runtime: &Runtime, component: &Component) -> Vec<String> {
    let ty = component.component_type();
    ty.imports(&runtime.engine)
        .map(|(name, _)| name.to_owned())
        .filter(|name| !outline::is_module(name))
        .collect()
}

fn missing_import(runtime: &Runtime, component: &Component, error: &wasmtime::Error) -> Error {
    let imports = imports(runtime, component);
    let cause = format!("{error:#}");
    let named = imports
        .iter()
        .find(|name| cause.contains(&format!("`{name}`")));
    let message = match named {
        Some(name) if cause.contains("implementation was not found") => {
            format!("the component imports `{name}`, which it was not granted")
        }
        Some(name) => format!("what was granted as `{name}` does not fit the component: {cause}"),
        None => format!("an import of the component was not granted: {cause}"),
    };
    let all = imports.join(", ");
    Error::new(ErrorKind::MissingImport, message).with_fix(format!(
        "compose the component with others that export what it imports ({all}), or grant it as a capability"
    ))
}
