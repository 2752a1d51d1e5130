//! Syntax tree to IR. One file for each kind of statement and expression.

mod assign;
mod body;
mod boundary;
mod builder;
mod builtin;
mod call;
mod class;
mod comprehension;
mod condition;
mod display;
mod expression;
mod fstring;
mod function;
mod import;
mod literal;
mod loops;
mod math;
mod names;
mod operator;
mod pattern;
mod prune;
mod statement;
mod try_statement;
mod typing;
mod value;
mod with;

pub use operator::binary_op;

use std::collections::{HashMap, HashSet};

use ruff_python_ast::ModModule;
use ruff_text_size::TextRange;

use crate::diagnostic::{Code as Kind, Diagnostic, Diagnostics, Severity};
use crate::infer::{Facts, FunctionFact};
use crate::ir::{
    Code, CodeId, Constant, ConstantId, Function, FunctionId, Global, GlobalId, Operand, Program,
    Repr,
};
use crate::scope::{ScopeId, Scopes};
use crate::source::Source;

/// The bodies of one function: see [`function`].
#[derive(Clone, Copy, Debug)]
pub struct Bodies {
    /// Takes and returns boxed values.
    pub generic: FunctionId,
    /// Takes what [`Facts`] says.
    pub typed: Option<FunctionId>,
    /// Its number.
    pub code: CodeId,
}

/// A program under construction.
pub struct Lowering<'a> {
    source: &'a Source,
    scopes: &'a Scopes,
    facts: &'a Facts<'a>,
    diagnostics: &'a mut Diagnostics,
    program: Program,
    functions: Vec<Option<Function>>,
    constants: HashMap<Constant, ConstantId>,
    globals: HashMap<String, GlobalId>,
    /// Functions that are called directly, by name.
    direct: HashMap<String, Bodies>,
    /// Inner functions whose names are bound once: their bodies are called directly, with the caller's cells.
    inner: HashMap<(ScopeId, String), (Bodies, FunctionFact<'a>)>,
    /// Names that some `nonlocal` rebinds.
    nonlocals: HashSet<String>,
    /// The module's docstring.
    docstring: Option<String>,
    /// Whether `molt` was imported, and as what.
    molt: Option<String>,
    /// Names imported from `molt`, and what they are there.
    molt_names: HashMap<String, String>,
    /// Names that imports alone bind, and what they stand for.
    imported: HashMap<(ScopeId, String), typing::Imported>,
    /// Names of units, for qualified names.
    names: HashMap<ScopeId, String>,
}

/// Lowers a module.
pub fn lower<'a>(
    source: &'a Source,
    module: &'a ModModule,
    scopes: &'a Scopes,
    facts: &'a Facts<'a>,
    diagnostics: &'a mut Diagnostics,
) -> Program {
    let program = Program {
        file: source.name.clone(),
        source: source.text.clone(),
        ..Program::default()
    };
    let mut lowering = Lowering {
        source,
        scopes,
        facts,
        diagnostics,
        program,
        functions: Vec::new(),
        constants: HashMap::new(),
        globals: HashMap::new(),
        direct: HashMap::new(),
        inner: HashMap::new(),
        nonlocals: scopes.rebound_nonlocals(),
        docstring: None,
        molt: None,
        molt_names: HashMap::new(),
        imported: HashMap::new(),
        names: HashMap::new(),
    };
    lowering.module(module);
    lowering.finish()
}

impl Lowering<'_> {
    fn finish(self) -> Program {
        let mut program = self.program;
        program.functions = self
            .functions
            .into_iter()
            .map(|function| function.unwrap_or_else(|| missing(CodeId(0))))
            .collect();
        program
    }

    /// A number for a function that will be there.
    fn reserve(&mut self) -> FunctionId {
        let id = u32::try_from(self.functions.len()).unwrap_or(u32::MAX);
        self.functions.push(None);
        FunctionId(id)
    }

    fn define(&mut self, id: FunctionId, function: Function) {
        if let Some(slot) = self.functions.get_mut(id.0 as usize) {
            *slot = Some(function);
        }
    }

    fn code(&mut self, code: Code) -> CodeId {
        let id = u32::try_from(self.program.codes.len()).unwrap_or(u32::MAX);
        self.program.codes.push(code);
        CodeId(id)
    }

    /// An immortal value, once.
    fn constant(&mut self, constant: Constant) -> ConstantId {
        if let Some(id) = self.constants.get(&constant) {
            return *id;
        }
        let id = ConstantId(u32::try_from(self.program.constants.len()).unwrap_or(u32::MAX));
        self.program.constants.push(constant.clone());
        self.constants.insert(constant, id);
        id
    }

    fn str_constant(&mut self, text: &str) -> ConstantId {
        self.constant(Constant::Str(text.as_bytes().to_vec()))
    }

    fn text(&mut self, text: &str) -> Operand {
        Operand::Constant(self.str_constant(text))
    }

    fn builtin(&mut self, name: &str) -> Operand {
        Operand::Constant(self.constant(Constant::Builtin(name.to_owned())))
    }

    fn global(&mut self, name: &str) -> GlobalId {
        if let Some(id) = self.globals.get(name) {
            return *id;
        }
        let id = GlobalId(u32::try_from(self.program.globals.len()).unwrap_or(u32::MAX));
        self.program.globals.push(Global {
            name: name.to_owned(),
        });
        self.globals.insert(name.to_owned(), id);
        id
    }

    fn diagnose(&mut self, kind: Kind, range: TextRange, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.source, kind, range, message)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Python that this release does not compile.
    fn not_supported(&mut self, range: TextRange, what: &str, why: &str, help: &str) {
        if self.diagnostics.is_full(Severity::Error) {
            return;
        }
        let message = format!("{what} are not supported yet");
        let diagnostic = self
            .diagnose(Kind::NotSupported, range, message)
            .why(why)
            .help(help);
        self.report(diagnostic);
    }

    fn syntax(&mut self, range: TextRange, message: impl Into<String>) {
        if self.diagnostics.is_full(Severity::Error) {
            return;
        }
        let diagnostic = self.diagnose(Kind::Syntax, range, message);
        self.report(diagnostic);
    }

    fn internal(&mut self, range: TextRange, message: &str) {
        let message = format!("the compiler has contradicted itself: {message}");
        let diagnostic = self
            .diagnose(Kind::Internal, range, message)
            .help("please report this program");
        self.report(diagnostic);
    }
}

/// What stands where an error kept a function from being built. Such a program is never emitted.
fn missing(code: CodeId) -> Function {
    builder::Builder::new("missing".to_owned(), code, Repr::Boxed, false).finish()
}
