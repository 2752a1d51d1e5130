//! What became of a Python file: which intrinsics it uses, from which components, and how its variables are held.

use std::collections::BTreeMap;
use std::process::ExitCode;

use molt_compiler::Compiled;
use molt_compiler::ir::{Function, Repr};
use molt_compose::explain::{self, Edge};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::{FAINT, GOOD, HINT, Output, WARN, bytes};

use super::{Source, compile, provider_of, refused};

/// Compiles a file and shows what came of it.
pub fn show(source: &Source, output: &Output) -> Result<ExitCode, Failure> {
    let compiled = compile(source, Vec::new()).map_err(|found| refused(&found))?;
    let explanation = explain::explain(&source.name(), &compiled.component)?;
    let functions = functions(&compiled);
    if output.is_json() {
        output.json(&json!({
            "file": source.path,
            "size": compiled.component.len(),
            "imports": explanation.imports.iter().map(import_json).collect::<Vec<_>>(),
            "exports": explanation.exports.iter().map(|edge| &edge.name).collect::<Vec<_>>(),
            "functions": functions.iter().map(Held::to_json).collect::<Vec<_>>(),
        }));
        return Ok(ExitCode::SUCCESS);
    }
    output.line(&format!(
        "{GOOD}{}{GOOD:#}  {} without the runtime",
        source.name(),
        bytes(compiled.component.len())
    ));
    output.line("uses");
    for edge in &explanation.imports {
        let from = provider_of(&edge.name).unwrap_or_else(|| "granted".to_owned());
        output.line(&format!(
            "  {} {FAINT}<-{FAINT:#} {HINT}{from}{HINT:#}",
            edge.name
        ));
        let names: Vec<&str> = names(edge).collect();
        if !names.is_empty() {
            output.line(&format!("    {}", names.join(", ")));
        }
    }
    output.line("functions");
    for function in &functions {
        function.show(output);
    }
    Ok(ExitCode::SUCCESS)
}

fn import_json(edge: &Edge) -> Value {
    json!({
        "interface": edge.name,
        "component": provider_of(&edge.name),
        "functions": names(edge).collect::<Vec<_>>(),
    })
}

/// The names of an interface's functions, without their types.
fn names(edge: &Edge) -> impl Iterator<Item = &str> {
    let name = |function: &'_ String| -> usize { function.find(':').unwrap_or(function.len()) };
    edge.functions
        .iter()
        .map(move |function| function.get(..name(function)).unwrap_or(function))
}

/// How the variables of one body of a function are held.
struct Held {
    name: String,
    line: u32,
    /// A body for arguments whose types the compiler knows; the other one takes any.
    typed: bool,
    result: &'static str,
    variables: BTreeMap<String, &'static str>,
}

fn functions(compiled: &Compiled) -> Vec<Held> {
    let program = &compiled.program;
    let held = |function: &Function| {
        let code = program.codes.get(function.code.0 as usize)?;
        let parameters = function.registers.iter().take(function.parameters as usize);
        let mut edges = parameters
            .map(|parameter| parameter.repr)
            .chain([function.result]);
        let named = function.registers.iter().filter_map(|register| {
            let name = register.name.clone()?;
            (!name.contains('.')).then_some((name, word(register.repr)))
        });
        Some(Held {
            name: code.qualified_name.clone(),
            line: code.line,
            typed: edges.any(|repr| repr != Repr::Boxed),
            result: word(function.result),
            variables: named.collect(),
        })
    };
    program.functions.iter().filter_map(held).collect()
}

fn word(repr: Repr) -> &'static str {
    match repr {
        Repr::Boxed => "boxed",
        Repr::Int | Repr::Word => "int",
        Repr::Float => "float",
        Repr::Bool => "bool",
    }
}

impl Held {
    fn boxed(&self) -> Vec<&str> {
        let boxed = self.variables.iter().filter(|(_, held)| **held == "boxed");
        boxed.map(|(name, _)| name.as_str()).collect()
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "line": self.line,
            "typed": self.typed,
            "result": self.result,
            "variables": self.variables,
            "why-boxed": (!self.boxed().is_empty()).then_some(self.why()),
        })
    }

    fn show(&self, output: &Output) {
        let typed = if self.typed { ", with known types" } else { "" };
        output.line(&format!(
            "  {GOOD}{}{GOOD:#} {FAINT}line {}{typed}{FAINT:#} -> {}",
            self.name, self.line, self.result
        ));
        let plain: Vec<String> = self
            .variables
            .iter()
            .filter(|(_, held)| **held != "boxed")
            .map(|(name, held)| format!("{name}: {held}"))
            .collect();
        if !plain.is_empty() {
            output.line(&format!("    {}", plain.join(", ")));
        }
        let boxed = self.boxed();
        if !boxed.is_empty() {
            output.line(&format!(
                "    {WARN}boxed{WARN:#} {}: {}",
                boxed.join(", "),
                self.why()
            ));
        }
    }

    /// Why variables are boxed, as far as one can say for all of them.
    fn why(&self) -> &'static str {
        match self.typed {
            _ if self.line <= 1 && self.name == "<module>" => {
                "variables of a module can be changed from anywhere"
            }
            true => {
                "they hold something else than an int, a float or a bool, or not always the same"
            }
            false => {
                "they may hold anything here: this body is for callers whose types are not known"
            }
        }
    }
}
