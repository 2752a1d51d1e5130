//! Walks the tree once and notes who binds and who uses which name.

use std::collections::BTreeMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{
    Comprehension, ExceptHandler, Expr, ExprContext, Identifier, ModModule, Parameters, Pattern,
    Stmt,
};
use ruff_text_size::{Ranged, TextRange};

use super::{MODULE, Meaning, Scope, ScopeId, ScopeKind, Scopes, Symbol, key};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;

/// The scopes of a module.
pub fn collect(source: &Source, module: &ModModule, diagnostics: &mut Diagnostics) -> Scopes {
    let mut collector = Collector {
        source,
        diagnostics,
        scopes: Scopes::default(),
        current: MODULE,
        loops: 0,
    };
    collector.open(ScopeKind::Module, None);
    collector.visit_body(&module.body);
    collector.check_nonlocals();
    let mut scopes = collector.scopes;
    link(&mut scopes);
    scopes
}

struct Collector<'s> {
    source: &'s Source,
    diagnostics: &'s mut Diagnostics,
    scopes: Scopes,
    current: ScopeId,
    /// How many loops (or handlers) of the current unit are around.
    loops: usize,
}

impl Collector<'_> {
    fn open(&mut self, kind: ScopeKind, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.scopes.list.len());
        let unit = match (kind, parent) {
            (ScopeKind::Comprehension, Some(parent)) => self.scopes.unit(parent),
            _ => id,
        };
        self.scopes.list.push(Scope {
            kind,
            parent,
            symbols: BTreeMap::new(),
            free: Vec::new(),
            unit,
        });
        id
    }

    /// Visits the inside of a scope.
    fn within(&mut self, node: usize, kind: ScopeKind, visit: impl FnOnce(&mut Self)) {
        let id = self.open(kind, Some(self.current));
        self.scopes.nodes.insert(node, id);
        let outer = std::mem::replace(&mut self.current, id);
        let loops = self.loops;
        if kind != ScopeKind::Comprehension {
            self.loops = 0;
        }
        visit(self);
        self.loops = loops;
        self.current = outer;
    }

    fn touch(&mut self, scope: ScopeId, name: &str, range: TextRange) -> Option<&mut Symbol> {
        let scope = self.scopes.list.get_mut(scope.0)?;
        let symbol = scope
            .symbols
            .entry(name.to_owned())
            .or_insert_with(|| Symbol {
                first: range,
                ..Symbol::default()
            });
        Some(symbol)
    }

    fn read(&mut self, name: &str, range: TextRange, as_value: bool) {
        let implied = name == "super";
        if let Some(symbol) = self.touch(self.current, name, range) {
            symbol.read = true;
            symbol.as_value |= as_value;
        }
        if implied && let Some(symbol) = self.touch(self.current, "__class__", range) {
            symbol.read = true;
        }
    }

    fn bind(&mut self, name: &str, range: TextRange) {
        self.bind_in(self.current, name, range);
    }

    fn bind_in(&mut self, scope: ScopeId, name: &str, range: TextRange) {
        let late = self.loops > 0;
        if let Some(symbol) = self.touch(scope, name, range) {
            symbol.bindings = symbol.bindings.saturating_add(1);
            symbol.rebound_late |= late;
        }
    }

    fn bind_identifier(&mut self, name: &Identifier) {
        self.bind(name.as_str(), name.range());
    }

    fn syntax(&mut self, range: TextRange, message: String) {
        self.diagnostics
            .push(Diagnostic::error(self.source, Code::Syntax, range, message));
    }

    fn declare(&mut self, name: &Identifier, global: bool) {
        let word = if global { "global" } else { "nonlocal" };
        let module = self
            .scopes
            .get(self.current)
            .is_some_and(|scope| scope.kind == ScopeKind::Module);
        if module && !global {
            self.syntax(
                name.range(),
                "nonlocal declaration not allowed at module level".to_owned(),
            );
            return;
        }
        let before = self.scopes.symbol(self.current, name.as_str()).cloned();
        if let Some(symbol) = before {
            let trouble = if symbol.parameter {
                Some(format!("name '{name}' is parameter and {word}"))
            } else if symbol.global.is_some() != global
                && (symbol.global.is_some() || symbol.nonlocal.is_some())
            {
                Some(format!("name '{name}' is nonlocal and global"))
            } else if symbol.bindings > 0 && symbol.global.is_none() && symbol.nonlocal.is_none() {
                Some(format!(
                    "name '{name}' is assigned to before {word} declaration"
                ))
            } else if symbol.read && symbol.global.is_none() && symbol.nonlocal.is_none() {
                Some(format!("name '{name}' is used prior to {word} declaration"))
            } else {
                None
            };
            if let Some(trouble) = trouble {
                self.syntax(name.range(), trouble);
                return;
            }
        }
        if module {
            return;
        }
        let range = name.range();
        if let Some(symbol) = self.touch(self.current, name.as_str(), range) {
            if global {
                symbol.global = Some(range);
            } else {
                symbol.nonlocal = Some(range);
            }
        }
    }

    fn parameters(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter() {
            let name = parameter.name();
            let twice = self
                .scopes
                .symbol(self.current, name.as_str())
                .is_some_and(|symbol| symbol.parameter);
            if twice {
                self.syntax(
                    name.range(),
                    format!("duplicate argument '{name}' in function definition"),
                );
            }
            if let Some(symbol) = self.touch(self.current, name.as_str(), name.range()) {
                symbol.parameter = true;
            }
        }
    }

    fn defaults(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    fn comprehension(&mut self, node: usize, generators: &[Comprehension], inner: &[&Expr]) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        self.visit_expr(&first.iter);
        self.within(node, ScopeKind::Comprehension, |collector| {
            collector.loops += 1;
            collector.visit_expr(&first.target);
            first.ifs.iter().for_each(|test| collector.visit_expr(test));
            for generator in rest {
                collector.visit_expr(&generator.iter);
                collector.visit_expr(&generator.target);
                generator
                    .ifs
                    .iter()
                    .for_each(|test| collector.visit_expr(test));
            }
            inner.iter().for_each(|expr| collector.visit_expr(expr));
        });
    }

    fn name(&mut self, name: &ruff_python_ast::ExprName) {
        match name.ctx {
            ExprContext::Load | ExprContext::Invalid => self.read(&name.id, name.range, true),
            ExprContext::Store => self.bind(&name.id, name.range),
            ExprContext::Del => {
                self.bind(&name.id, name.range);
                if let Some(symbol) = self.touch(self.current, &name.id, name.range) {
                    symbol.deleted = true;
                }
            }
        }
    }

    /// `:=` in a comprehension binds in the unit around it.
    fn walrus(&mut self, target: &Expr) {
        let Expr::Name(name) = target else {
            self.visit_expr(target);
            return;
        };
        let mut scope = self.current;
        while let Some(inner) = self
            .scopes
            .get(scope)
            .filter(|scope| scope.kind == ScopeKind::Comprehension)
        {
            let parent = inner.parent.unwrap_or(MODULE);
            if inner
                .symbols
                .get(name.id.as_str())
                .is_some_and(|symbol| symbol.bindings > 0)
            {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{}'",
                    name.id
                );
                self.syntax(name.range, message);
            }
            scope = parent;
        }
        if scope != self.current
            && self
                .scopes
                .get(scope)
                .is_some_and(|scope| scope.kind == ScopeKind::Class)
        {
            let message =
                "assignment expression within a comprehension cannot be used in a class body";
            self.syntax(name.range, message.to_owned());
        }
        self.bind_in(scope, &name.id, name.range);
        if let Some(symbol) = self.touch(scope, &name.id, name.range) {
            symbol.walrus = true;
        }
    }

    fn check_nonlocals(&mut self) {
        let mut missing = Vec::new();
        for (index, scope) in self.scopes.list.iter().enumerate() {
            for (name, symbol) in &scope.symbols {
                let Some(range) = symbol.nonlocal else {
                    continue;
                };
                if self.scopes.resolve(ScopeId(index), name) == Meaning::Global {
                    missing.push((range, format!("no binding for nonlocal '{name}' found")));
                }
            }
        }
        for (range, message) in missing {
            self.syntax(range, message);
        }
    }
}

impl<'a> Visitor<'a> for Collector<'_> {
    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                self.defaults(&def.parameters);
                self.bind_identifier(&def.name);
                self.within(key(def), ScopeKind::Function, |collector| {
                    collector.parameters(&def.parameters);
                    collector.visit_body(&def.body);
                });
            }
            Stmt::ClassDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                if let Some(arguments) = &def.arguments {
                    self.visit_arguments(arguments);
                }
                self.within(key(def), ScopeKind::Class, |collector| {
                    collector.visit_body(&def.body)
                });
                self.bind_identifier(&def.name);
            }
            Stmt::Global(global) => global
                .names
                .iter()
                .for_each(|name| self.declare(name, true)),
            Stmt::Nonlocal(nonlocal) => nonlocal
                .names
                .iter()
                .for_each(|name| self.declare(name, false)),
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    let top = name.as_str().split('.').next().unwrap_or_default();
                    self.bind(top, name.range());
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    self.bind_identifier(alias.asname.as_ref().unwrap_or(&alias.name));
                }
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.value);
                if let Expr::Name(name) = &*assign.target {
                    self.read(&name.id, name.range, true);
                }
                self.visit_expr(&assign.target);
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                // `(name): int` declares nothing.
                let declares = assign.simple || assign.value.is_some();
                if declares || !assign.target.is_name_expr() {
                    self.visit_expr(&assign.target);
                }
            }
            Stmt::TypeAlias(alias) => self.visit_expr(&alias.name),
            Stmt::For(_) | Stmt::While(_) => {
                self.loops += 1;
                walk_stmt(self, stmt);
                self.loops -= 1;
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.name(name),
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                self.walrus(&named.target);
            }
            Expr::Call(call) => {
                match &*call.func {
                    Expr::Name(name) => self.read(&name.id, name.range, false),
                    func => self.visit_expr(func),
                }
                self.visit_arguments(&call.arguments);
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                self.within(key(lambda), ScopeKind::Function, |collector| {
                    if let Some(parameters) = &lambda.parameters {
                        collector.parameters(parameters);
                    }
                    collector.visit_expr(&lambda.body);
                });
            }
            Expr::ListComp(comp) => self.comprehension(key(comp), &comp.generators, &[&comp.elt]),
            Expr::SetComp(comp) => self.comprehension(key(comp), &comp.generators, &[&comp.elt]),
            Expr::Generator(comp) => self.comprehension(key(comp), &comp.generators, &[&comp.elt]),
            Expr::DictComp(comp) => {
                let mut inner: Vec<&Expr> = comp.key.as_deref().into_iter().collect();
                inner.push(&comp.value);
                self.comprehension(key(comp), &comp.generators, &inner);
            }
            _ => walk_expr(self, expr),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(handler) = handler;
        if let Some(class) = &handler.type_ {
            self.visit_expr(class);
        }
        if let Some(name) = &handler.name {
            self.bind_identifier(name);
            if let Some(symbol) = self.touch(self.current, name.as_str(), name.range()) {
                symbol.deleted = true;
            }
        }
        self.visit_body(&handler.body);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchStar(star) => {
                star.name.iter().for_each(|name| self.bind_identifier(name))
            }
            Pattern::MatchAs(alias) => alias
                .name
                .iter()
                .for_each(|name| self.bind_identifier(name)),
            Pattern::MatchMapping(mapping) => mapping
                .rest
                .iter()
                .for_each(|name| self.bind_identifier(name)),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}

/// Finds what is captured, and what each unit needs of the units around it.
fn link(scopes: &mut Scopes) {
    let uses: Vec<(ScopeId, String, Symbol)> = scopes
        .list
        .iter()
        .enumerate()
        .flat_map(|(index, scope)| {
            scope
                .symbols
                .iter()
                .map(move |(name, symbol)| (ScopeId(index), name.clone(), symbol.clone()))
        })
        .collect();
    for (scope, name, symbol) in uses {
        let mut meaning = scopes.resolve(scope, &name);
        if let Meaning::Class(rest) = meaning {
            meaning = *rest;
        }
        match meaning {
            Meaning::Free(owner) => capture(scopes, scope, owner, &name),
            Meaning::Global if scope != MODULE => global(scopes, scope, &name, &symbol),
            _ => {}
        }
    }
}

fn capture(scopes: &mut Scopes, user: ScopeId, owner: ScopeId, name: &str) {
    if let Some(scope) = scopes.list.get_mut(owner.0) {
        scope.symbols.entry(name.to_owned()).or_default().captured = true;
    }
    let home = scopes.unit(owner);
    let mut unit = scopes.unit(user);
    while unit != home {
        let Some(scope) = scopes.list.get_mut(unit.0) else {
            return;
        };
        let entry = (owner, name.to_owned());
        if !scope.free.contains(&entry) {
            scope.free.push(entry);
        }
        let Some(parent) = scope.parent else { return };
        unit = scopes.unit(parent);
    }
}

fn global(scopes: &mut Scopes, user: ScopeId, name: &str, symbol: &Symbol) {
    let elsewhere = scopes.unit(user) != MODULE;
    let declared = symbol.global.is_some();
    let Some(module) = scopes.list.first_mut() else {
        return;
    };
    if !declared && !module.symbols.contains_key(name) {
        return;
    }
    let target = module
        .symbols
        .entry(name.to_owned())
        .or_insert_with(|| Symbol {
            first: symbol.first,
            ..Symbol::default()
        });
    target.captured |= elsewhere;
    target.as_value |= symbol.as_value;
    target.read |= symbol.read;
    if declared {
        target.bindings = target.bindings.saturating_add(symbol.bindings);
        target.deleted |= symbol.deleted;
        target.walrus |= symbol.walrus;
        target.rebound_late |= symbol.bindings > 0;
    }
}
