//! Programs: a Python file becomes a component, composed with what it runs on.

pub mod explained;
mod kept;
mod parts;

use std::path::{Path, PathBuf};

use molt_compiler::link::Library;
use molt_compiler::shrink::{Uses, shrink, without_graph};
use molt_compiler::{Compiled, Diagnostic, Options};
use molt_compose::{Capabilities, Part};

use crate::failure::Failure;
use crate::output::Output;

pub use kept::Kept;
pub use parts::{CODECS, Parts, provider_of};

/// What a program is built for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Target {
    /// Any host that grants `molt:capabilities`: `molt run`, `@molt/host`, an embedding
    #[default]
    Portable,
    /// Any WASI 0.2 command runner: wasmtime, jco, and `molt run`
    Wasi,
}

impl Target {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Wasi => "wasi",
        }
    }

    /// What a program may import when it is built for this.
    fn granted(self) -> Capabilities {
        Capabilities::new([match self {
            Self::Portable => "molt:capabilities/*",
            Self::Wasi => "wasi:*",
        }])
    }
}

/// A Python file.
pub struct Source {
    /// As it was given.
    pub path: PathBuf,
    /// Its bytes: the compiler says what is wrong with its encoding.
    pub content: Vec<u8>,
}

impl Source {
    /// Whether a file is taken for Python: by its name.
    pub fn is_python(path: &Path) -> bool {
        path.extension().is_some_and(|extension| extension == "py")
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let content = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            content,
        })
    }

    /// The file as tracebacks and diagnostics name it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// What else a program is built with.
#[derive(Default)]
pub struct Choice {
    /// The components' names that `molt:codec/codec` is taken from.
    pub codecs: Vec<String>,
    /// Components that `@molt.ffi` finds functions in, beside those that every program can have.
    pub plugs: Vec<PathBuf>,
    /// Whether the runtime loses what the program cannot reach. Programs that are run from the cache keep all of it: then it is
    /// compiled once for all of them.
    pub shrink: bool,
}

/// Compiles a file. With its diagnostics when it is refused.
pub fn compile(source: &Source, libraries: Vec<Library>) -> Result<Compiled, Vec<Diagnostic>> {
    let options = Options {
        file: source.name(),
        libraries,
        ..Options::default()
    };
    molt_compiler::compile(&source.content, &options)
}

/// A program that can be run.
pub struct Built {
    /// The component.
    pub bytes: Vec<u8>,
    /// What it imports.
    pub imports: Vec<String>,
    /// What it exports.
    pub exports: Vec<String>,
    /// What it consists of.
    pub parts: Vec<String>,
    /// What the compiler has to say all the same.
    pub warnings: Vec<Diagnostic>,
}

/// Compiles and composes a program.
pub fn build(
    source: &Source,
    target: Target,
    choice: &Choice,
    output: &Output,
) -> Result<Built, Failure> {
    let own = choice.plugs.iter().map(|path| Part::read(path));
    let own: Vec<Part> = own.collect::<Result<_, _>>()?;
    let libraries = own.iter().map(|part| Library {
        name: part.name.clone(),
        bytes: part.bytes.clone(),
    });
    let compiled = compile(source, libraries.collect()).map_err(|found| refused(&found))?;
    let uses = choice
        .shrink
        .then(|| Uses::of(&compiled.program, &compiled.module));
    let program = Part::new("program", compiled.component)?;
    let mut plugs = Parts::find()?.wanted_by(&program, &own, &choice.codecs, output)?;
    for runtime in plugs.iter_mut().filter(|part| part.name == "runtime") {
        *runtime = Part::new("runtime", reduced(&runtime.bytes, uses.as_ref(), output)?)?;
    }
    plugs.extend(own);
    let socket = match target {
        Target::Portable => program,
        Target::Wasi => {
            let grants = Part::new("platform-wasi", parts::WASI_OUTPUT.to_vec())?;
            plugs.extend([program, grants]);
            Part::new("run", parts::WASI_RUN.to_vec())?
        }
    };
    let composition = molt_compose::compose(socket, plugs, &target.granted())?;
    Ok(Built {
        bytes: composition.bytes,
        imports: composition.imports,
        exports: composition.exports,
        parts: composition.parts,
        warnings: compiled.warnings,
    })
}

/// The runtime, with what the program uses of it when that is known. What says how to take it apart is never in a program.
fn reduced(runtime: &[u8], uses: Option<&Uses>, output: &Output) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::new(
            "components",
            format!("runtime.wasm cannot be read: {error}"),
        )
    };
    if let Some(uses) = uses {
        if let Some(small) = shrink(runtime, uses).map_err(|error| unreadable(&error))? {
            return Ok(small);
        }
        output.progress("runtime.wasm has no link graph: the program gets all of it");
    }
    without_graph(runtime).map_err(|error| unreadable(&error))
}

/// The failure that a refused program is: the first line says how much is wrong, the rest what.
pub fn refused(found: &[Diagnostic]) -> Failure {
    let count = found.len();
    let file = found
        .first()
        .map(|first| first.file.as_str())
        .unwrap_or_default();
    let message = match count {
        1 => format!("{file} cannot be compiled"),
        _ => format!("{file} cannot be compiled, for {count} reasons"),
    };
    let failure = Failure::new("compile", message);
    found
        .iter()
        .fold(failure, |failure, one| {
            failure.detail(one.to_string().trim_end())
        })
        .diagnostics(found)
}
