//! The whole way from source to component.

use molt_compose::Part;

use crate::component::encode;
use crate::contract::Contract;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::emit::{ModuleError, emit};
use crate::foreign::bind;
use crate::infer::infer;
use crate::ir::Program;
use crate::link::Library;
use crate::lower::lower;
use crate::parse::{STACK, decode, parse};
use crate::scope::collect::collect;
use crate::source::Source;

/// How a program is compiled.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file's name, as tracebacks and diagnostics show it.
    pub file: String,
    /// The WIT package of what the program exports, `ns:name` with `@version` or without; `local:` and the file's name unless
    /// told.
    pub package: Option<String>,
    /// The components that `@molt.ffi` finds its functions in. They are linked later.
    pub libraries: Vec<Library>,
}

/// A compiled program.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The component: it imports the runtime and must be linked with it.
    pub component: Vec<u8>,
    /// The core module in it.
    pub module: Vec<u8>,
    /// Its world in WIT.
    pub wit: String,
    /// What was compiled, for those who explain it.
    pub program: Program,
    /// What is worth knowing and stops nobody.
    pub warnings: Vec<Diagnostic>,
}

/// Compiles a program.
///
/// # Errors
///
/// All that is wrong with it, in the order of the source.
pub fn compile(source: impl AsRef<[u8]>, options: &Options) -> Result<Compiled, Vec<Diagnostic>> {
    let source = decode(&options.file, source.as_ref()).map_err(|diagnostic| vec![*diagnostic])?;
    deep(&source, || compile_source(&source, options))
}

/// Looks at a program without making a component: its IR, and what is worth knowing.
///
/// # Errors
///
/// All that is wrong with it, in the order of the source.
pub fn check(
    source: impl AsRef<[u8]>,
    options: &Options,
) -> Result<(Program, Vec<Diagnostic>), Vec<Diagnostic>> {
    let source = decode(&options.file, source.as_ref()).map_err(|diagnostic| vec![*diagnostic])?;
    deep(&source, || {
        let mut diagnostics = Diagnostics::default();
        let program = front(&source, &mut diagnostics);
        let found = diagnostics.into_sorted();
        match program {
            Some(program) => Ok((program, found)),
            None => Err(found),
        }
    })
}

/// Works on a stack of its own: syntax trees are walked recursively, as deep as the parser lets them be.
fn deep<T: Send>(
    source: &Source,
    work: impl FnOnce() -> Result<T, Vec<Diagnostic>> + Send,
) -> Result<T, Vec<Diagnostic>> {
    std::thread::scope(|scope| {
        let work = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        match work.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(vec![internal(source, 1, "the compiler has panicked")]),
            Err(error) => Err(vec![internal(
                source,
                1,
                &format!("no thread to compile in: {error}"),
            )]),
        }
    })
}

fn compile_source(source: &Source, options: &Options) -> Result<Compiled, Vec<Diagnostic>> {
    let mut diagnostics = Diagnostics::default();
    let Some(program) = front(source, &mut diagnostics) else {
        return Err(diagnostics.into_sorted());
    };
    let warnings = diagnostics.into_sorted();
    back(source, program, options, warnings)
}

/// Source to IR; `None` when there are errors.
fn front(source: &Source, diagnostics: &mut Diagnostics) -> Option<Program> {
    let module = parse(source, diagnostics)?;
    let scopes = collect(source, &module, diagnostics);
    let facts = infer(&scopes, &module);
    let program = lower(source, &module, &scopes, &facts, diagnostics);
    (!diagnostics.has_errors()).then_some(program)
}

/// IR to component.
fn back(
    source: &Source,
    program: Program,
    options: &Options,
    warnings: Vec<Diagnostic>,
) -> Result<Compiled, Vec<Diagnostic>> {
    let broken = |error: &dyn std::fmt::Display| vec![internal(source, 1, &error.to_string())];
    let contract = Contract::load().map_err(|error| broken(&error))?;
    let parts = libraries(source, options, &program)?;
    let bindings = bind(&program, &parts, contract.resolve()).map_err(|errors| {
        let diagnostics = errors.into_iter().map(|error| {
            at_line(source, error.line, Code::Boundary, &error.message).help(error.help)
        });
        diagnostics.collect::<Vec<_>>()
    })?;
    let package = match &options.package {
        Some(package) => package.clone(),
        None => default_package(&options.file),
    };
    let emitted = emit(&program, &bindings, &package, &contract).map_err(|error| {
        let (line, code) = match &error {
            ModuleError::Export { line, .. } => (*line, Code::Boundary),
            ModuleError::TooMuchData => (1, Code::Limit),
            _ => (1, Code::Internal),
        };
        vec![at_line(source, line, code, &error.to_string())]
    })?;
    let mut resolve = contract.resolve().clone();
    for part in &parts {
        resolve
            .merge(part.resolve().clone())
            .map_err(|error| vec![at_line(source, 1, Code::Boundary, &format!("{error:#}"))])?;
    }
    check_limits(source, &emitted.module)?;
    let component = encode(emitted.module.clone(), &emitted.world, &resolve)
        .map_err(|error| broken(&format!("{error:#}")))?;
    Ok(Compiled {
        component,
        module: emitted.module,
        wit: emitted.world.to_wit(),
        program,
        warnings,
    })
}

/// The libraries, when the program has functions in them.
fn libraries(
    source: &Source,
    options: &Options,
    program: &Program,
) -> Result<Vec<Part>, Vec<Diagnostic>> {
    if program.foreign.is_empty() {
        return Ok(Vec::new());
    }
    let part = |library: &Library| {
        Part::new(library.name.clone(), library.bytes.clone())
            .map_err(|error| vec![at_line(source, 1, Code::Boundary, &error.to_string())])
    };
    options.libraries.iter().map(part).collect()
}

/// How large one function's code may be, the module's own statements among them: engines take time that grows faster than it.
const LARGEST_FUNCTION: usize = 4 << 20;
/// How many globals a module may have: an engine that fails on 65,536 in one function is in use.
const MOST_GLOBALS: u32 = 50_000;

fn size(body: &wasmparser::FunctionBody<'_>) -> usize {
    body.as_bytes().len()
}

/// Why engines would have trouble with a module that is valid.
fn trouble(module: &[u8]) -> Option<String> {
    for payload in wasmparser::Parser::new(0).parse_all(module).flatten() {
        match payload {
            wasmparser::Payload::GlobalSection(globals) if globals.count() > MOST_GLOBALS => {
                return Some(format!(
                    "the program has too many module-level names and constants: {}, and at most {MOST_GLOBALS} are compiled",
                    globals.count()
                ));
            }
            wasmparser::Payload::CodeSectionEntry(body) if size(&body) > LARGEST_FUNCTION => {
                return Some(format!(
                    "a function, or what the module does outside of functions, is too large: {} bytes of code, and at most {LARGEST_FUNCTION} are compiled",
                    size(&body)
                ));
            }
            _ => {}
        }
    }
    None
}

/// What engines refuse is refused here, by name.
fn check_limits(source: &Source, module: &[u8]) -> Result<(), Vec<Diagnostic>> {
    if let Some(message) = trouble(module) {
        return Err(vec![at_line(source, 1, Code::Limit, &message).help(
            "split the program into more functions, and data into what is read when it runs",
        )]);
    }
    let features = wasmparser::WasmFeatures::default();
    let result = wasmparser::Validator::new_with_features(features).validate_all(module);
    result.map(drop).map_err(|error| {
        let message = error.message();
        let is_limit = message.contains("too many")
            || message.contains("limit")
            || message.contains("out of bounds");
        let code = if is_limit {
            Code::Limit
        } else {
            Code::Internal
        };
        vec![at_line(
            source,
            1,
            code,
            &format!("the program is too large for one module, or miscompiled: {message}"),
        )]
    })
}

/// `dir/my_file.py` -> `local:my-file`
fn default_package(file: &str) -> String {
    let stem = std::path::Path::new(file)
        .file_stem()
        .and_then(|stem| stem.to_str())
        .and_then(|stem| crate::emit::names::kebab(&stem.replace(['-', '.', ' '], "_")));
    format!("local:{}", stem.as_deref().unwrap_or("program"))
}

fn at_line(source: &Source, line: u32, code: Code, message: &str) -> Diagnostic {
    let excerpt = source.line(line).to_owned();
    let indent = excerpt.chars().take_while(|c| c.is_whitespace()).count();
    let length = excerpt.trim_end().chars().count();
    Diagnostic {
        severity: Severity::Error,
        code,
        message: message.to_owned(),
        file: source.name.clone(),
        line,
        column: indent as u32 + 1,
        end_column: (length as u32 + 1).max(indent as u32 + 2),
        excerpt,
        why: None,
        help: None,
    }
}

fn internal(source: &Source, line: u32, message: &str) -> Diagnostic {
    at_line(source, line, Code::Internal, message)
        .why("this is a mistake of the compiler, not of the program")
        .help("please report it with the program")
}
