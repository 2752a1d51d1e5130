//! What a program may be granted: output, arguments. An interface that the host was not told to link is not linked; one that
//! is linked does nothing until an instance is granted it.

use std::io;

use wasmtime::StoreContextMut;
use wasmtime::component::{ComponentType, Lift, Linker, WasmList};

use crate::error::{Error, ErrorKind};
use crate::instance::State;

/// A capability that a host can provide to programs. Each is one interface of `wit/capabilities`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// `molt:capabilities/output`: standard output and standard error.
    Output,
    /// `molt:capabilities/arguments`: the program's arguments.
    Arguments,
}

impl Capability {
    /// Every capability that this host knows.
    pub const ALL: [Self; 2] = [Self::Output, Self::Arguments];

    /// The name of its interface, with the version.
    pub fn interface(self) -> &'static str {
        match self {
            Self::Output => "molt:capabilities/output@0.1.0",
            Self::Arguments => "molt:capabilities/arguments@0.1.0",
        }
    }

    /// Adds its functions to a linker.
    pub(crate) fn link(self, linker: &mut Linker<State>) -> wasmtime::Result<()> {
        let mut interface = linker.instance(self.interface())?;
        match self {
            Self::Output => interface.func_wrap("write", write),
            Self::Arguments => interface.func_wrap("get", arguments),
        }
    }
}

/// Takes the bytes that a program writes. An error traps the program.
pub type Sink = Box<dyn FnMut(&[u8]) -> io::Result<()> + Send>;

/// What one instance is granted.
///
/// ```
/// use molt_host::Capabilities;
///
/// let granted = Capabilities::none()
///     .output(|bytes| { print!("{}", String::from_utf8_lossy(bytes)); Ok(()) }, |_| Ok(()))
///     .arguments(["app.py", "--fast"]);
/// # let _ = granted;
/// ```
#[derive(Default)]
pub struct Capabilities {
    output: Option<Output>,
    arguments: Option<Vec<String>>,
    #[cfg(feature = "wasi")]
    pub(crate) wasi: crate::wasi::Wasi,
}

struct Output {
    stdout: Sink,
    stderr: Sink,
}

impl Capabilities {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Grants [`Capability::Output`]: where standard output and standard error go.
    pub fn output(
        mut self,
        stdout: impl FnMut(&[u8]) -> io::Result<()> + Send + 'static,
        stderr: impl FnMut(&[u8]) -> io::Result<()> + Send + 'static,
    ) -> Self {
        self.output = Some(Output {
            stdout: Box::new(stdout),
            stderr: Box::new(stderr),
        });
        self
    }

    /// Grants [`Capability::Output`] to this process's own standard output and standard error.
    pub fn standard_output(self) -> Self {
        use io::Write;
        self.output(
            |bytes| {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())
            },
            |bytes| io::stderr().lock().write_all(bytes),
        )
    }

    /// Grants [`Capability::Arguments`]: the program's name and what comes after it.
    pub fn arguments<S: Into<String>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.arguments = Some(arguments.into_iter().map(Into::into).collect());
        self
    }

    fn has(&self, capability: Capability) -> bool {
        match capability {
            Capability::Output => self.output.is_some(),
            Capability::Arguments => self.arguments.is_some(),
        }
    }

    /// Refuses an instance that is not granted what its component imports.
    pub(crate) fn cover(&self, imports: &[Capability]) -> Result<(), Error> {
        match imports.iter().find(|capability| !self.has(**capability)) {
            None => Ok(()),
            Some(lacking) => Err(Error::new(
                ErrorKind::MissingImport,
                format!(
                    "the component imports `{}`, which this instance was not granted",
                    lacking.interface()
                ),
            )
            .with_fix("grant it: `Program::instantiate_granted` takes `Capabilities`")),
        }
    }
}

#[derive(Clone, Copy, ComponentType, Lift)]
#[expect(
    dead_code,
    reason = "made by the derived code, from the guest's number"
)]
#[component(enum)]
#[repr(u8)]
enum Destination {
    #[component(name = "stdout")]
    Stdout,
    #[component(name = "stderr")]
    Stderr,
}

/// `molt:capabilities/output#write`: the sink sees the guest's memory, nothing is copied before.
fn write(
    mut store: StoreContextMut<'_, State>,
    (to, content): (Destination, WasmList<u8>),
) -> wasmtime::Result<()> {
    // Taken out while it runs: the bytes are borrowed from the store that it is in.
    let Some(mut output) = store.data_mut().capabilities.output.take() else {
        return Err(wasmtime::Error::msg("output was not granted"));
    };
    let sink = match to {
        Destination::Stdout => &mut output.stdout,
        Destination::Stderr => &mut output.stderr,
    };
    let written = sink(content.as_le_slice(&store));
    store.data_mut().capabilities.output = Some(output);
    written.map_err(|error| wasmtime::Error::msg(format!("output cannot be written: {error}")))
}

fn arguments(store: StoreContextMut<'_, State>, (): ()) -> wasmtime::Result<(Vec<String>,)> {
    match &store.data().capabilities.arguments {
        Some(arguments) => Ok((arguments.clone(),)),
        None => Err(wasmtime::Error::msg("arguments were not granted")),
    }
}
