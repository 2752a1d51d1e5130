//! What is known of functions and variables, and how it is found.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ruff_python_ast::{Arguments, Expr, ModModule, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextSize};

use super::flow::{falls_through, unbound};
use super::gather::{Binding, Gathered, Source, gather};
use super::ty::{Ty, binary};
use super::typer::{Typer, argument};
use super::{Version, fold, math};
use crate::lower::binary_op;
use crate::scope::{MODULE, Meaning, ScopeId, ScopeKind, Scopes, Symbol};

/// A default value.
#[derive(Clone, Copy, Debug)]
pub enum Default<'a> {
    /// The same immutable value every time: computed where the call is.
    Literal(&'a Expr),
    /// Computed where the function is defined, and kept.
    Computed,
}

/// A parameter of a function that is called directly.
#[derive(Clone, Debug)]
pub struct ParameterFact<'a> {
    /// Its name.
    pub name: String,
    /// Its type in the typed version.
    pub ty: Ty,
    /// What it is without an argument.
    pub default: Option<Default<'a>>,
}

impl ParameterFact<'_> {
    /// What a version takes.
    pub fn wanted(&self, typed: bool) -> Ty {
        if typed { self.ty.settled() } else { Ty::Any }
    }

    /// The type of the default.
    pub fn default_ty(&self) -> Ty {
        match self.default {
            Some(Default::Literal(expr)) => literal_ty(expr),
            _ => Ty::Any,
        }
    }
}

/// A module-level function that is called directly: its name is bound once.
#[derive(Clone, Debug)]
pub struct FunctionFact<'a> {
    /// Its name.
    pub name: String,
    /// Its definition.
    pub def: &'a StmtFunctionDef,
    /// Its scope.
    pub scope: ScopeId,
    /// Its parameters: positional-only, positional, keyword-only.
    pub parameters: Vec<ParameterFact<'a>>,
    positional_only: usize,
    positional: usize,
    /// Whether there is a typed version.
    pub typed: bool,
    /// What the typed version returns.
    pub returns: Ty,
    /// Whether it is used otherwise than by calling it directly.
    escapes: bool,
    exported: bool,
    /// Whether its definition runs whenever the module's body comes past it.
    unconditional: bool,
}

impl<'a> FunctionFact<'a> {
    /// Whether a function value is made of it.
    pub fn needs_value(&self) -> bool {
        self.escapes
    }

    /// Whether somebody calls it with boxed values.
    pub fn needs_generic(&self) -> bool {
        self.escapes || self.exported
    }

    /// Whether the entry has tags to look at.
    pub fn is_tested(&self) -> bool {
        self.parameters
            .iter()
            .any(|parameter| matches!(parameter.ty, Ty::Int | Ty::Word | Ty::Float | Ty::Bool))
    }

    /// For each parameter the argument that it gets (positional ones first, then keywords), or `None` for its default. `None`
    /// when the call does not fit, or has stars.
    pub fn bind(&self, arguments: &Arguments) -> Option<Vec<Option<usize>>> {
        let count = arguments.args.len();
        if count > self.positional || arguments.args.iter().any(Expr::is_starred_expr) {
            return None;
        }
        let mut places: Vec<Option<usize>> = vec![None; self.parameters.len()];
        for (index, place) in places.iter_mut().enumerate().take(count) {
            *place = Some(index);
        }
        for (index, keyword) in arguments.keywords.iter().enumerate() {
            let name = keyword.arg.as_ref()?.as_str();
            let found = self
                .parameters
                .iter()
                .position(|parameter| parameter.name == name)?;
            if found < self.positional_only {
                return None;
            }
            let place = places.get_mut(found)?;
            if place.is_some() {
                return None;
            }
            *place = Some(count + index);
        }
        let complete = places
            .iter()
            .zip(&self.parameters)
            .all(|(place, parameter)| place.is_some() || parameter.default.is_some());
        complete.then_some(places)
    }

    /// Whether it is known to be bound when a call at this place runs.
    pub fn is_bound_at(&self, at: TextSize) -> bool {
        let range = self.def.range();
        range.contains(at) || (self.unconditional && at > range.end())
    }
}

/// What is known of a variable.
#[derive(Clone, Copy, Debug, Default)]
pub struct VariableFact {
    /// What it holds.
    pub ty: Ty,
    /// Whether it may be unbound when it is read.
    pub checked: bool,
}

/// Everything that is known.
pub struct Facts<'a> {
    /// Directly called functions by name.
    pub functions: BTreeMap<String, FunctionFact<'a>>,
    /// The scopes.
    pub scopes: &'a Scopes,
    variables: HashMap<(ScopeId, String), [Ty; 2]>,
    unbound: BTreeSet<(ScopeId, String)>,
    registers: BTreeSet<String>,
    /// Names of the module `math`.
    pub math: BTreeSet<String>,
    /// The functions by scope.
    units: HashMap<ScopeId, String>,
}

/// A function has at most so many variables in registers; the module's further names are globals.
const REGISTERS: usize = 2000;

/// How long types are searched for. Programs need a handful; one made to need more is compiled without.
const ROUNDS: usize = 60;

/// Finds out.
pub fn infer<'a>(scopes: &'a Scopes, module: &'a ModModule) -> Facts<'a> {
    let gathered = gather(scopes, &module.body);
    let mut facts = Facts {
        functions: BTreeMap::new(),
        scopes,
        variables: HashMap::new(),
        unbound: unbound(scopes, module),
        registers: BTreeSet::new(),
        math: math::names(scopes, module),
        units: HashMap::new(),
    };
    facts.find_functions(module);
    facts.find_escapes(&gathered);
    facts.find_registers();
    facts.start();
    let mut rounds = 0;
    loop {
        while facts.round(&gathered) {
            rounds += 1;
            if rounds == ROUNDS {
                facts.give_up();
                facts.settle();
                return facts;
            }
        }
        // What nothing reaches is compiled all the same: it may be anything, and so may what comes of it.
        if !facts.reach() {
            break;
        }
    }
    facts.settle();
    facts
}

impl<'a> Facts<'a> {
    /// Asks in a scope.
    pub fn typer(&self, scope: ScopeId, version: Version) -> Typer<'_, 'a> {
        Typer {
            facts: self,
            scope,
            version,
        }
    }

    /// Whether a module-level name lives in a register of the module's function.
    pub fn is_register(&self, name: &str, symbol: &Symbol) -> bool {
        !symbol.captured && self.registers.contains(name)
    }

    /// What is known of a variable.
    pub fn variable(&self, owner: ScopeId, name: &str, version: Version) -> VariableFact {
        let key = (owner, name.to_owned());
        let checked = self.unbound.contains(&key);
        let symbol = self.scopes.symbol(owner, name);
        let boxed = checked
            || symbol.is_some_and(|symbol| symbol.deleted || (symbol.captured && owner != MODULE));
        let ty = match self.variables.get(&key) {
            _ if boxed => Ty::Any,
            Some([generic, typed]) => {
                if version == Version::Typed {
                    *typed
                } else {
                    *generic
                }
            }
            None if symbol.is_some_and(|symbol| symbol.parameter) => Ty::Any,
            None => Ty::Never,
        };
        VariableFact { ty, checked }
    }

    // -- functions

    fn find_functions(&mut self, module: &'a ModModule) {
        let exports = Exports::find(&module.body);
        let mut defs = Vec::new();
        module_functions(&module.body, true, &mut defs);
        for (def, unconditional) in defs {
            let name = def.name.as_str();
            let Some(symbol) = self.scopes.symbol(MODULE, name) else {
                continue;
            };
            let plain = symbol.bindings == 1 && !symbol.deleted && !symbol.rebound_late;
            let variadic = def.parameters.vararg.is_some() || def.parameters.kwarg.is_some();
            let exported = def
                .decorator_list
                .iter()
                .any(|decorator| exports.is(&decorator.expression));
            let decorated = def
                .decorator_list
                .iter()
                .any(|decorator| !exports.is(&decorator.expression));
            if !plain || variadic || decorated || def.is_async {
                continue;
            }
            let fact = self.function(def, symbol.as_value, exported, unconditional);
            self.units.insert(fact.scope, name.to_owned());
            self.functions.insert(name.to_owned(), fact);
        }
    }

    /// An inner function, as far as calls of it are concerned: `None` with `*` and `**`.
    pub fn inner(&self, def: &'a StmtFunctionDef) -> Option<FunctionFact<'a>> {
        let variadic = def.parameters.vararg.is_some() || def.parameters.kwarg.is_some();
        (!variadic).then(|| self.function(def, true, false, false))
    }

    fn function(
        &self,
        def: &'a StmtFunctionDef,
        escapes: bool,
        exported: bool,
        unconditional: bool,
    ) -> FunctionFact<'a> {
        let parameters = &def.parameters;
        let list = parameters
            .iter_non_variadic_params()
            .map(|parameter| {
                let name = parameter.parameter.name.to_string();
                let annotated = parameter
                    .parameter
                    .annotation
                    .as_deref()
                    .map_or(Ty::Any, annotation_ty);
                ParameterFact {
                    ty: if escapes || exported {
                        annotated
                    } else {
                        Ty::Never
                    },
                    name,
                    default: parameter.default.as_deref().map(|expr| {
                        if is_literal(expr) {
                            Default::Literal(expr)
                        } else {
                            Default::Computed
                        }
                    }),
                }
            })
            .collect();
        FunctionFact {
            name: def.name.to_string(),
            def,
            scope: self.scopes.of(def),
            parameters: list,
            positional_only: parameters.posonlyargs.len(),
            positional: parameters.posonlyargs.len() + parameters.args.len(),
            typed: true,
            returns: Ty::Never,
            escapes,
            exported,
            unconditional,
        }
    }

    /// A call that does not fit makes its function a value: the runtime knows what to raise.
    fn find_escapes(&mut self, gathered: &Gathered<'a>) {
        let mut escaping = BTreeSet::new();
        for (scope, call) in &gathered.calls {
            let Expr::Name(name) = &*call.func else {
                continue;
            };
            if self.scopes.resolve(*scope, &name.id) != Meaning::Global {
                continue;
            }
            if let Some(fact) = self.functions.get(name.id.as_str())
                && fact.bind(&call.arguments).is_none()
            {
                escaping.insert(name.id.to_string());
            }
        }
        for name in escaping {
            let Some((def, exported, unconditional)) = self
                .functions
                .get(&name)
                .map(|fact| (fact.def, fact.exported, fact.unconditional))
            else {
                continue;
            };
            let fact = self.function(def, true, exported, unconditional);
            self.functions.insert(name, fact);
        }
    }

    fn find_registers(&mut self) {
        let Some(module) = self.scopes.get(MODULE) else {
            return;
        };
        self.registers = module
            .symbols
            .iter()
            .filter(|(name, symbol)| {
                symbol.bindings > 0 && !symbol.captured && !self.functions.contains_key(*name)
            })
            .map(|(name, _)| name.clone())
            .take(REGISTERS)
            .collect();
    }

    // -- types

    /// Parameters to begin with.
    fn start(&mut self) {
        let mut given = HashMap::new();
        for (index, scope) in self.scopes.list.iter().enumerate() {
            if scope.kind != ScopeKind::Function {
                continue;
            }
            for (name, symbol) in &scope.symbols {
                if symbol.parameter {
                    let typed = if self.units.contains_key(&ScopeId(index)) {
                        Ty::Never
                    } else {
                        Ty::Any
                    };
                    given.insert((ScopeId(index), name.clone()), [Ty::Any, typed]);
                }
            }
        }
        self.variables.extend(given);
        self.give_parameters();
    }

    /// The parameters of typed versions have the types that the facts have.
    fn give_parameters(&mut self) -> bool {
        let mut changed = false;
        for fact in self.functions.values() {
            for parameter in &fact.parameters {
                let key = (fact.scope, parameter.name.clone());
                let [_, typed] = self.variables.entry(key).or_insert([Ty::Any, Ty::Never]);
                let joined = typed.join(parameter.ty);
                changed |= joined != *typed;
                *typed = joined;
            }
        }
        changed
    }

    /// Makes anything of what is still nothing: parameters of functions that nobody calls, results of those that never return,
    /// variables that get those. True when there was such a thing.
    fn reach(&mut self) -> bool {
        let mut changed = false;
        let parameters = self.functions.values_mut().flat_map(|fact| {
            fact.parameters
                .iter_mut()
                .map(|parameter| &mut parameter.ty)
        });
        for ty in parameters {
            changed |= *ty == Ty::Never;
            *ty = ty.settled();
        }
        for fact in self.functions.values_mut() {
            changed |= fact.returns == Ty::Never;
            fact.returns = fact.returns.settled();
        }
        changed |= self.give_parameters();
        if changed {
            return true;
        }
        for ty in self.variables.values_mut().flatten() {
            changed |= *ty == Ty::Never;
            *ty = ty.settled();
        }
        changed
    }

    /// One round over everything; true while something rises.
    fn round(&mut self, gathered: &Gathered<'a>) -> bool {
        let mut changed = false;
        for binding in &gathered.bindings {
            for version in self.versions(self.scopes.unit(binding.owner)) {
                let ty = self.source(binding, version);
                changed |= self.raise(binding, version, ty);
            }
        }
        changed |= self.raise_parameters(gathered);
        changed |= self.raise_results(gathered);
        changed
    }

    /// Which versions of a unit there are.
    fn versions(&self, unit: ScopeId) -> Vec<Version> {
        match self
            .units
            .get(&unit)
            .and_then(|name| self.functions.get(name))
        {
            Some(fact) if fact.needs_generic() => vec![Version::Generic, Version::Typed],
            Some(_) => vec![Version::Typed],
            None => vec![Version::Generic],
        }
    }

    fn source(&self, binding: &Binding<'a>, version: Version) -> Ty {
        let typer = self.typer(binding.scope, version);
        match binding.source {
            Source::Value(expr) => typer.expression(expr),
            Source::Item(iter) => match typer.counting_range(iter) {
                Some(_) => Ty::Word,
                None => Ty::Any,
            },
            Source::Augmented(assign) => {
                let (a, b) = (
                    typer.expression(&assign.target),
                    typer.expression(&assign.value),
                );
                binary(binary_op(assign.op), a, b, fold(&assign.value))
            }
            Source::Anything => Ty::Any,
        }
    }

    fn raise(&mut self, binding: &Binding<'a>, version: Version, ty: Ty) -> bool {
        let key = (binding.owner, binding.name.to_owned());
        let [generic, typed] = self.variables.entry(key).or_insert([Ty::Never; 2]);
        let slot = if version == Version::Typed {
            typed
        } else {
            generic
        };
        let joined = slot.join(ty);
        let changed = joined != *slot;
        *slot = joined;
        changed
    }

    /// Functions that do not escape take what they are given.
    fn raise_parameters(&mut self, gathered: &Gathered<'a>) -> bool {
        let mut raised = Vec::new();
        for (scope, call) in &gathered.calls {
            let Expr::Name(name) = &*call.func else {
                continue;
            };
            if self.scopes.resolve(*scope, &name.id) != Meaning::Global {
                continue;
            }
            let Some(fact) = self.functions.get(name.id.as_str()) else {
                continue;
            };
            if fact.needs_generic() {
                continue;
            }
            let Some(places) = fact.bind(&call.arguments) else {
                continue;
            };
            for version in self.versions(self.scopes.unit(*scope)) {
                let typer = self.typer(*scope, version);
                for (index, (parameter, place)) in fact.parameters.iter().zip(&places).enumerate() {
                    let ty = match place {
                        Some(place) => argument(&call.arguments, *place)
                            .map_or(Ty::Any, |expr| typer.expression(expr)),
                        None => parameter.default_ty(),
                    };
                    raised.push((name.id.to_string(), index, widen(ty)));
                }
            }
        }
        let mut changed = false;
        for (name, index, ty) in raised {
            if let Some(parameter) = self
                .functions
                .get_mut(&name)
                .and_then(|fact| fact.parameters.get_mut(index))
            {
                let joined = parameter.ty.join(ty);
                changed |= joined != parameter.ty;
                parameter.ty = joined;
            }
        }
        changed | self.give_parameters()
    }

    fn raise_results(&mut self, gathered: &Gathered<'a>) -> bool {
        let mut raised = Vec::new();
        for fact in self.functions.values() {
            let mut ty = if falls_through(&fact.def.body) {
                Ty::None
            } else {
                Ty::Never
            };
            for (scope, value) in gathered.returns.get(&fact.scope).into_iter().flatten() {
                let typer = self.typer(*scope, Version::Typed);
                ty = ty.join(value.map_or(Ty::None, |expr| widen(typer.expression(expr))));
            }
            raised.push((fact.name.clone(), ty));
        }
        let mut changed = false;
        for (name, ty) in raised {
            if let Some(fact) = self.functions.get_mut(&name) {
                let joined = fact.returns.join(ty);
                changed |= joined != fact.returns;
                fact.returns = joined;
            }
        }
        changed
    }

    /// Everything is anything: right for every program.
    fn give_up(&mut self) {
        for types in self.variables.values_mut() {
            *types = [Ty::Any; 2];
        }
        for fact in self.functions.values_mut() {
            fact.parameters
                .iter_mut()
                .for_each(|parameter| parameter.ty = Ty::Any);
            fact.returns = Ty::Any;
        }
    }

    /// What nothing was found for is anything; versions that would be the same are one.
    fn settle(&mut self) {
        for types in self.variables.values_mut() {
            types.iter_mut().for_each(|ty| *ty = ty.settled());
        }
        for fact in self.functions.values_mut() {
            for parameter in &mut fact.parameters {
                parameter.ty = parameter.ty.settled();
            }
            fact.returns = fact.returns.settled();
            fact.typed = !fact.needs_generic()
                || fact.is_tested()
                || fact.returns.repr() != crate::ir::Repr::Boxed;
        }
    }
}

/// Words are for counters: a parameter or result is an int.
fn widen(ty: Ty) -> Ty {
    if ty == Ty::Word { Ty::Int } else { ty }
}

/// What an annotation says, if it is a type with a representation of its own.
fn annotation_ty(annotation: &Expr) -> Ty {
    let text = match annotation {
        Expr::Name(name) => name.id.as_str(),
        Expr::StringLiteral(text) => text.value.to_str(),
        _ => return Ty::Any,
    };
    match text {
        "int" => Ty::Int,
        "float" => Ty::Float,
        "bool" => Ty::Bool,
        _ => Ty::Any,
    }
}

/// Whether an expression is the same immutable value every time.
fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_) => true,
        Expr::UnaryOp(unary) => unary.operand.is_number_literal_expr(),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_literal),
        _ => false,
    }
}

fn literal_ty(expr: &Expr) -> Ty {
    match expr {
        _ if fold(expr).is_some() => Ty::Int,
        Expr::NumberLiteral(literal) if literal.value.is_float() => Ty::Float,
        Expr::UnaryOp(unary) => match &*unary.operand {
            Expr::NumberLiteral(literal) if literal.value.is_float() && unary.op.is_u_sub() => {
                Ty::Float
            }
            _ => Ty::Any,
        },
        Expr::BooleanLiteral(_) => Ty::Bool,
        Expr::StringLiteral(_) => Ty::Str,
        Expr::NoneLiteral(_) => Ty::None,
        _ => Ty::Any,
    }
}

/// Names of `molt.export`: a decorator that leaves a function what it is.
#[derive(Default)]
struct Exports<'a> {
    modules: Vec<&'a str>,
    names: Vec<&'a str>,
}

impl<'a> Exports<'a> {
    fn find(body: &'a [Stmt]) -> Self {
        let mut found = Self::default();
        for stmt in body {
            match stmt {
                Stmt::Import(import) => {
                    let ours = import
                        .names
                        .iter()
                        .filter(|alias| alias.name.as_str() == "molt");
                    found.modules.extend(
                        ours.map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).as_str()),
                    );
                }
                Stmt::ImportFrom(import)
                    if import
                        .module
                        .as_ref()
                        .is_some_and(|name| name.as_str() == "molt") =>
                {
                    let ours = import
                        .names
                        .iter()
                        .filter(|alias| alias.name.as_str() == "export");
                    found.names.extend(
                        ours.map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).as_str()),
                    );
                }
                _ => {}
            }
        }
        found
    }

    fn is(&self, decorator: &Expr) -> bool {
        match decorator {
            Expr::Call(call) => self.is(&call.func),
            Expr::Attribute(attribute) => match &*attribute.value {
                Expr::Name(name) => {
                    &*attribute.attr == "export" && self.modules.contains(&name.id.as_str())
                }
                _ => false,
            },
            Expr::Name(name) => self.names.contains(&name.id.as_str()),
            _ => false,
        }
    }
}

/// Functions defined by the module's own statements; whether nothing is around them.
fn module_functions<'a>(
    body: &'a [Stmt],
    unconditional: bool,
    found: &mut Vec<(&'a StmtFunctionDef, bool)>,
) {
    for stmt in body {
        match stmt {
            Stmt::FunctionDef(def) => found.push((def, unconditional)),
            Stmt::If(stmt) => {
                module_functions(&stmt.body, false, found);
                for clause in &stmt.elif_else_clauses {
                    module_functions(&clause.body, false, found);
                }
            }
            Stmt::With(stmt) => module_functions(&stmt.body, false, found),
            Stmt::Try(stmt) => {
                module_functions(&stmt.body, false, found);
                module_functions(&stmt.orelse, false, found);
                module_functions(&stmt.finalbody, false, found);
            }
            _ => {}
        }
    }
}
