//! The host: its engines, and how components are loaded.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use wasmparser::{Validator, WasmFeatures};
use wasmtime::component::Linker;
use wasmtime::{Engine, Module};

use crate::cache::{self, Cache, Code};
use crate::capabilities::Capability;
use crate::engine::{self, Settings};
use crate::error::{Error, ErrorKind};
use crate::instance::State;
use crate::limits::{Limits, Ticker};
use crate::outline;
use crate::program::Program;
use crate::scan::{self, Mode};

/// Adds the functions of a capability to the linker of an engine.
pub(crate) type Grant = dyn Fn(&mut Linker<State>) -> wasmtime::Result<()> + Send + Sync;

/// Loads components. A host is cheap to clone and can be used from many threads; a process needs one.
#[derive(Clone)]
pub struct Host(Arc<Inner>);

struct Inner {
    settings: Settings,
    limits: Limits,
    cache: Option<Cache>,
    grants: Vec<Box<Grant>>,
    share_modules: bool,
    #[cfg_attr(not(feature = "wasi"), expect(dead_code))]
    wasi: bool,
    sync: OnceLock<Runtime>,
    concurrent: OnceLock<Runtime>,
}

/// One engine with what belongs to it.
#[derive(Clone)]
pub(crate) struct Runtime {
    pub(crate) engine: Engine,
    pub(crate) ticker: Arc<Ticker>,
    pub(crate) settings: Settings,
    /// Modules that several components have, by the name that the components import them under.
    modules: Arc<Mutex<HashMap<String, Module>>>,
}

/// How a [`Host`] is set up.
pub struct HostBuilder {
    settings: Settings,
    limits: Limits,
    cache: CacheChoice,
    grants: Vec<Box<Grant>>,
    share_modules: bool,
    #[cfg_attr(not(feature = "wasi"), expect(dead_code))]
    wasi: bool,
}

enum CacheChoice {
    Default,
    Folder(PathBuf),
    None,
}

impl HostBuilder {
    /// Lets calls have deadlines. Loops of the guest become up to 10 % slower. Off by default.
    pub fn deadlines(mut self, on: bool) -> Self {
        self.settings.deadlines = on;
        self
    }

    /// Lets calls have fuel: the same input always ends at the same instruction. The guest becomes 20 to 40 % slower. Off by
    /// default.
    pub fn fuel(mut self, on: bool) -> Self {
        self.settings.fuel = on;
        self
    }

    /// How many instances can live at the same time, 64 by default. Each reserves address space (not memory) of about 32 GiB
    /// for its memories.
    pub fn instances(mut self, count: u32) -> Self {
        self.settings.instances = count.clamp(1, 1_000);
        self
    }

    /// The limits of instances that are made without limits of their own.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.deadlines |= limits.deadline.is_some();
        self.settings.fuel |= limits.fuel.is_some();
        self.limits = limits;
        self
    }

    /// Keeps compiled components in this folder instead of the user's cache folder. Only a folder that nobody else can
    /// write to is used.
    pub fn cache_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = CacheChoice::Folder(folder.into());
        self
    }

    /// Keeps nothing on disk.
    pub fn without_cache(mut self) -> Self {
        self.cache = CacheChoice::None;
        self
    }

    /// Grants a capability: the closure adds its functions to the linker that components are linked with. A component that
    /// imports what was not granted is not instantiated.
    pub fn grant(
        mut self,
        add_to_linker: impl Fn(&mut Linker<State>) -> wasmtime::Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.grants.push(Box::new(add_to_linker));
        self
    }

    /// Links these capabilities: components that import one of them are loaded, and their instances are granted it with
    /// [`Program::instantiate_granted`].
    pub fn capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        for capability in capabilities {
            self = self.grant(move |linker| capability.link(linker));
        }
        self
    }

    /// Compiles a large core module once for all components that have it, and not once for each. Programs that are composed
    /// with the same runtime then load in milliseconds. Calls between components cost what they do otherwise. Off by default.
    pub fn share_modules(mut self, on: bool) -> Self {
        self.share_modules = on;
        self
    }

    /// Links WASI 0.2 where a component imports it. An instance gets nothing of it but what
    /// [`Capabilities::wasi_command`](crate::Capabilities::wasi_command) grants. Off by default.
    #[cfg(feature = "wasi")]
    pub fn wasi(mut self, on: bool) -> Self {
        self.wasi = on;
        self
    }

    /// The host. Its engines are made when the first component needs them.
    pub fn build(self) -> Host {
        let folder = match self.cache {
            CacheChoice::Default => cache::default_folder(),
            CacheChoice::Folder(folder) => Some(folder),
            CacheChoice::None => None,
        };
        Host(Arc::new(Inner {
            settings: self.settings,
            limits: self.limits,
            cache: folder.and_then(Cache::open),
            grants: self.grants,
            share_modules: self.share_modules,
            wasi: self.wasi,
            sync: OnceLock::new(),
            concurrent: OnceLock::new(),
        }))
    }
}

impl Default for Host {
    fn default() -> Self {
        Self::new()
    }
}

impl Host {
    /// A host with the defaults: no deadlines, no fuel, 1 GiB of memory an instance, a cache in the user's cache folder.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A host to set up.
    pub fn builder() -> HostBuilder {
        HostBuilder {
            settings: Settings {
                deadlines: false,
                fuel: false,
                instances: 64,
            },
            limits: Limits::default(),
            cache: CacheChoice::Default,
            grants: Vec::new(),
            share_modules: false,
            wasi: false,
        }
    }

    /// Loads a component from a file: from the cache if it was compiled before, compiling it otherwise.
    ///
    /// # Errors
    ///
    /// `Io` when the file cannot be read, otherwise as [`Host::load_bytes`].
    pub fn load(&self, path: impl AsRef<Path>) -> Result<Program, Error> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| {
            let message = format!("cannot read {}: {error}", path.display());
            let made = Error::new(ErrorKind::Io, message);
            let made = match error.kind() {
                std::io::ErrorKind::NotFound => made.with_fix("check the path"),
                std::io::ErrorKind::IsADirectory => {
                    made.with_fix("name a file that holds a component; this is a folder")
                }
                _ => made,
            };
            made.with_source(error)
        })?;
        self.load_bytes(&bytes)
            .map_err(|error| error.at(&path.display().to_string()))
    }

    /// Loads a component from its bytes.
    ///
    /// # Errors
    ///
    /// `NotAComponent` for a core module, a truncated component, one that is not valid, or something else; `Compile` for a
    /// component that uses what this engine has not; `MissingImport` for one that imports what was not granted.
    pub fn load_bytes(&self, bytes: &[u8]) -> Result<Program, Error> {
        let mode = scan::mode_of(bytes)?;
        let runtime = self.runtime(mode)?;
        let mut linker = Linker::new(&runtime.engine);
        let component = match self.outlined(bytes) {
            Some(outlined) => {
                for (name, module) in &outlined.modules {
                    let module = self.module(runtime, name, module)?;
                    linker.root().module(name, &module).map_err(refused_grant)?;
                }
                self.compile(&runtime.engine, &outlined.skeleton, None)?
            }
            None => self.compile(&runtime.engine, bytes, None)?,
        };
        #[cfg(feature = "wasi")]
        if self.0.wasi {
            crate::wasi::link(&runtime.engine, &component, &mut linker).map_err(refused_grant)?;
        }
        for grant in &self.0.grants {
            grant(&mut linker).map_err(refused_grant)?;
        }
        Program::new(
            runtime.clone(),
            component,
            &linker,
            mode,
            self.0.limits.clone(),
        )
    }

    /// The component without its large modules, where these are shared.
    fn outlined<'a>(&self, bytes: &'a [u8]) -> Option<outline::Outlined<'a>> {
        match self.0.share_modules {
            true => outline::outline(bytes),
            false => None,
        }
    }

    /// Compiles, or takes from the cache what was compiled. `digest`: of the bytes, where it is known.
    fn compile<C: Code>(
        &self,
        engine: &Engine,
        bytes: &[u8],
        digest: Option<&str>,
    ) -> Result<C, Error> {
        let cached = self.0.cache.as_ref().map(|cache| {
            let digest = digest.map_or_else(|| cache::digest(bytes), str::to_owned);
            (cache, cache::key(engine, &digest))
        });
        if let Some((cache, key)) = &cached
            && let Some(code) = cache.load(engine, key)
        {
            return Ok(code);
        }
        let code = C::compile(engine, bytes).map_err(|error| not_compiled(bytes, &error))?;
        if let Some((cache, key)) = &cached {
            cache.store(key, &code);
        }
        Ok(code)
    }

    /// A module that is shared, compiled when it is wanted for the first time.
    fn module(&self, runtime: &Runtime, name: &str, bytes: &[u8]) -> Result<Module, Error> {
        let known = || {
            runtime
                .modules
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(module) = known().get(name) {
            return Ok(module.clone());
        }
        let module: Module = self.compile(&runtime.engine, bytes, Some(name))?;
        known().insert(name.to_owned(), module.clone());
        Ok(module)
    }

    fn runtime(&self, mode: Mode) -> Result<&Runtime, Error> {
        let cell = match mode {
            Mode::Sync => &self.0.sync,
            Mode::Async => &self.0.concurrent,
        };
        if let Some(runtime) = cell.get() {
            return Ok(runtime);
        }
        let settings = self.0.settings;
        let engine = engine::build(settings, mode)?;
        Ok(cell.get_or_init(|| Runtime {
            engine,
            ticker: Arc::default(),
            settings,
            modules: Arc::default(),
        }))
    }
}

fn refused_grant(error: wasmtime::Error) -> Error {
    Error::new(
        ErrorKind::Host,
        format!("a capability could not be added: {error:#}"),
    )
}

/// What no engine would take is no component; a valid one that does not compile is beyond this engine.
fn not_compiled(bytes: &[u8], error: &wasmtime::Error) -> Error {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    match validator.validate_all(bytes) {
        Err(why) => Error::new(
            ErrorKind::NotAComponent,
            format!("not a valid component: {why}"),
        )
        .with_fix("get or build the file again"),
        Ok(_) => Error::new(
            ErrorKind::Compile,
            format!("a component that this engine does not compile: {error:#}"),
        ),
    }
}
