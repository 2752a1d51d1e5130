//! Walks the tree once more and notes what is assigned to what, who is called with what, and what is returned.

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{
    Comprehension, ExceptHandler, Expr, ExprCall, ExprContext, ExprName, Pattern, Stmt,
    StmtAugAssign,
};

use crate::scope::{MODULE, Meaning, ScopeId, ScopeKind, Scopes};

/// What is assigned.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// An expression's value
    Value(&'a Expr),
    /// The items of a loop's iterable
    Item(&'a Expr),
    /// An augmented assignment's result
    Augmented(&'a StmtAugAssign),
    /// Who knows
    Anything,
}

/// An assignment to a variable of a unit.
#[derive(Clone, Debug)]
pub struct Binding<'a> {
    /// The variable's scope.
    pub owner: ScopeId,
    /// Its name.
    pub name: &'a str,
    /// Where the source is computed.
    pub scope: ScopeId,
    /// What is assigned.
    pub source: Source<'a>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Gathered<'a> {
    /// Assignments
    pub bindings: Vec<Binding<'a>>,
    /// Calls of module-level names
    pub calls: Vec<(ScopeId, &'a ExprCall)>,
    /// Returned expressions by unit; `None` for `return` alone.
    pub returns: HashMap<ScopeId, Vec<(ScopeId, Option<&'a Expr>)>>,
}

/// Whether `a, b = c, d` is done without a tuple.
pub fn is_parallel(targets: &[Expr], values: &[Expr]) -> bool {
    let plain = |expr: &Expr| !expr.is_starred_expr();
    targets.len() == values.len() && values.len() <= 8 && targets.iter().chain(values).all(plain)
}

/// Walks a module.
pub fn gather<'a>(scopes: &Scopes, body: &'a [Stmt]) -> Gathered<'a> {
    let mut gather = Gather {
        scopes,
        current: MODULE,
        found: Gathered::default(),
    };
    gather.visit_body(body);
    gather.found
}

struct Gather<'s, 'a> {
    scopes: &'s Scopes,
    current: ScopeId,
    found: Gathered<'a>,
}

impl<'a> Gather<'_, 'a> {
    fn bind(&mut self, name: &'a str, source: Source<'a>) {
        self.bind_from(self.current, name, source);
    }

    fn bind_from(&mut self, from: ScopeId, name: &'a str, source: Source<'a>) {
        let owner = match self.scopes.resolve(from, name) {
            Meaning::Variable(owner) => owner,
            Meaning::Global if self.scopes.unit(from) == MODULE => MODULE,
            _ => return,
        };
        self.found.bindings.push(Binding {
            owner,
            name,
            scope: self.current,
            source,
        });
    }

    fn target(&mut self, target: &'a Expr, source: Source<'a>) {
        match target {
            Expr::Name(name) => self.bind(&name.id, source),
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .for_each(|item| self.target(item, Source::Anything)),
            Expr::List(list) => list
                .elts
                .iter()
                .for_each(|item| self.target(item, Source::Anything)),
            Expr::Starred(starred) => self.target(&starred.value, Source::Anything),
            other => self.visit_expr(other),
        }
    }

    fn assign(&mut self, targets: &'a [Expr], value: &'a Expr) {
        if let ([Expr::Tuple(targets)], Expr::Tuple(values)) = (targets, value)
            && is_parallel(&targets.elts, &values.elts)
        {
            for (target, value) in targets.elts.iter().zip(&values.elts) {
                self.target(target, Source::Value(value));
            }
            return;
        }
        for target in targets {
            self.target(target, Source::Value(value));
        }
    }

    fn within(&mut self, scope: ScopeId, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.current, scope);
        visit(self);
        self.current = outer;
    }

    fn comprehension(
        &mut self,
        scope: ScopeId,
        generators: &'a [Comprehension],
        inner: &[&'a Expr],
    ) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        self.visit_expr(&first.iter);
        // The first iterable is computed outside; its items' type is asked for in there, where names mean the same unless
        // the comprehension binds them: then nothing is assumed.
        let outer = self.current;
        self.within(scope, |gather| {
            gather.first_target(&first.target, &first.iter, outer);
            first.ifs.iter().for_each(|test| gather.visit_expr(test));
            for generator in rest {
                gather.visit_expr(&generator.iter);
                gather.target(&generator.target, Source::Item(&generator.iter));
                generator
                    .ifs
                    .iter()
                    .for_each(|test| gather.visit_expr(test));
            }
            inner.iter().for_each(|expr| gather.visit_expr(expr));
        });
    }

    fn first_target(&mut self, target: &'a Expr, iter: &'a Expr, outer: ScopeId) {
        let Expr::Name(name) = target else {
            self.target(target, Source::Anything);
            return;
        };
        if let Meaning::Variable(owner) = self.scopes.resolve(self.current, &name.id) {
            self.found.bindings.push(Binding {
                owner,
                name: &name.id,
                scope: outer,
                source: Source::Item(iter),
            });
        }
    }

    fn walrus(&mut self, name: &'a ExprName, value: &'a Expr) {
        let mut scope = self.current;
        while let Some(inner) = self
            .scopes
            .get(scope)
            .filter(|scope| scope.kind == ScopeKind::Comprehension)
        {
            scope = inner.parent.unwrap_or(MODULE);
        }
        self.bind_from(scope, &name.id, Source::Value(value));
    }
}

impl<'a> Visitor<'a> for Gather<'_, 'a> {
    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                let defaults = def
                    .parameters
                    .iter_non_variadic_params()
                    .filter_map(|parameter| parameter.default());
                defaults.for_each(|default| self.visit_expr(default));
                self.bind(def.name.as_str(), Source::Anything);
                self.within(self.scopes.of(def), |gather| gather.visit_body(&def.body));
            }
            Stmt::ClassDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                def.arguments
                    .iter()
                    .for_each(|arguments| self.visit_arguments(arguments));
                self.within(self.scopes.of(def), |gather| gather.visit_body(&def.body));
                self.bind(def.name.as_str(), Source::Anything);
            }
            Stmt::Return(stmt) => {
                let unit = self.scopes.unit(self.current);
                let entry = (self.current, stmt.value.as_deref());
                self.found.returns.entry(unit).or_default().push(entry);
                if let Some(value) = &stmt.value {
                    self.visit_expr(value);
                }
            }
            _ => self.other_stmt(stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx != ExprContext::Load => {
                self.bind(&name.id, Source::Anything)
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                if let Expr::Name(name) = &*named.target {
                    self.walrus(name, &named.value);
                }
            }
            Expr::Call(call) => {
                if call.func.is_name_expr() {
                    self.found.calls.push((self.current, call));
                }
                walk_expr(self, expr);
            }
            Expr::Lambda(lambda) => {
                let parameters = lambda
                    .parameters
                    .iter()
                    .flat_map(|parameters| parameters.iter_non_variadic_params());
                parameters
                    .filter_map(|parameter| parameter.default())
                    .for_each(|default| self.visit_expr(default));
                self.within(self.scopes.of(lambda), |gather| {
                    gather.visit_expr(&lambda.body)
                });
            }
            Expr::ListComp(comp) => {
                self.comprehension(self.scopes.of(comp), &comp.generators, &[&comp.elt])
            }
            Expr::SetComp(comp) => {
                self.comprehension(self.scopes.of(comp), &comp.generators, &[&comp.elt])
            }
            Expr::Generator(comp) => {
                self.comprehension(self.scopes.of(comp), &comp.generators, &[&comp.elt])
            }
            Expr::DictComp(comp) => {
                let mut inner: Vec<&Expr> = comp.key.as_deref().into_iter().collect();
                inner.push(&comp.value);
                self.comprehension(self.scopes.of(comp), &comp.generators, &inner);
            }
            _ => walk_expr(self, expr),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(handler) = handler;
        handler
            .type_
            .iter()
            .for_each(|class| self.visit_expr(class));
        if let Some(name) = &handler.name {
            self.bind(name.as_str(), Source::Anything);
        }
        self.visit_body(&handler.body);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchStar(star) => star.name.as_ref(),
            Pattern::MatchAs(alias) => alias.name.as_ref(),
            Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name.as_str(), Source::Anything);
        }
        ruff_python_ast::visitor::walk_pattern(self, pattern);
    }
}

impl<'a> Gather<'_, 'a> {
    fn other_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                self.assign(&assign.targets, &assign.value);
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                    self.target(&assign.target, Source::Value(value));
                }
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.value);
                self.target(&assign.target, Source::Augmented(assign));
            }
            Stmt::For(stmt) => {
                self.visit_expr(&stmt.iter);
                self.target(&stmt.target, Source::Item(&stmt.iter));
                self.visit_body(&stmt.body);
                self.visit_body(&stmt.orelse);
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(
                        name.as_str().split('.').next().unwrap_or_default(),
                        Source::Anything,
                    );
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(name.as_str(), Source::Anything);
                }
            }
            _ => walk_stmt(self, stmt),
        }
    }
}
