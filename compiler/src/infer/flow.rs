//! Which variables may be read while they are unbound, and which bodies run to their end.
//!
//! Conservative: a variable that is not listed is bound wherever it is read. Variables that `del` names are not looked at here,
//! they are always checked.

use std::collections::{BTreeSet, HashMap};

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{
    Comprehension, ExceptHandler, Expr, ExprContext, ModModule, Parameters, Pattern, Stmt, StmtFor,
    StmtIf, StmtMatch, StmtTry, StmtWhile,
};

use crate::scope::{MODULE, Meaning, ScopeId, Scopes};

/// Variables by owner and name.
pub type Unbound = BTreeSet<(ScopeId, String)>;

/// Looks at every unit.
pub fn unbound(scopes: &Scopes, module: &ModModule) -> Unbound {
    let mut flow = Flow {
        scopes,
        scope: MODULE,
        numbers: HashMap::new(),
        state: Some(Bits::default()),
        breaks: Vec::new(),
        found: Unbound::new(),
    };
    flow.body(&module.body);
    for (index, scope) in scopes.list.iter().enumerate() {
        for (name, symbol) in &scope.symbols {
            if symbol.deleted && symbol.bindings > 0 {
                flow.found.insert((ScopeId(index), name.clone()));
            }
        }
    }
    flow.found
}

/// Whether the end of a body may be reached. Conservative: true when in doubt.
pub fn falls_through(body: &[Stmt]) -> bool {
    !body.iter().any(always_leaves)
}

fn always_leaves(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Return(_) | Stmt::Raise(_) => true,
        Stmt::If(stmt) => {
            !falls_through(&stmt.body)
                && stmt
                    .elif_else_clauses
                    .iter()
                    .all(|clause| !falls_through(&clause.body))
                && stmt
                    .elif_else_clauses
                    .last()
                    .is_some_and(|clause| clause.test.is_none())
        }
        Stmt::While(stmt) => is_true(&stmt.test) && !has_break(&stmt.body),
        Stmt::Try(stmt) => {
            let handler = |handler: &ExceptHandler| {
                let ExceptHandler::ExceptHandler(handler) = handler;
                !falls_through(&handler.body)
            };
            !falls_through(&stmt.finalbody) && !stmt.finalbody.is_empty()
                || (!falls_through(&stmt.body)
                    || !falls_through(&stmt.orelse) && !stmt.orelse.is_empty())
                    && stmt.handlers.iter().all(handler)
        }
        _ => false,
    }
}

fn is_true(expr: &Expr) -> bool {
    match expr {
        Expr::BooleanLiteral(literal) => literal.value,
        _ => super::fold(expr).is_some_and(|number| number != 0),
    }
}

fn has_break(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::Break(_) => true,
        Stmt::If(stmt) => {
            has_break(&stmt.body)
                || stmt
                    .elif_else_clauses
                    .iter()
                    .any(|clause| has_break(&clause.body))
        }
        Stmt::With(stmt) => has_break(&stmt.body),
        Stmt::Try(stmt) => {
            has_break(&stmt.body)
                || has_break(&stmt.orelse)
                || has_break(&stmt.finalbody)
                || stmt.handlers.iter().any(|handler| {
                    let ExceptHandler::ExceptHandler(handler) = handler;
                    has_break(&handler.body)
                })
        }
        Stmt::Match(stmt) => stmt.cases.iter().any(|case| has_break(&case.body)),
        Stmt::For(stmt) => has_break(&stmt.orelse),
        Stmt::While(stmt) => has_break(&stmt.orelse),
        _ => false,
    })
}

/// A set of small numbers.
#[derive(Clone, Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn insert(&mut self, index: usize) {
        let word = index / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (index % 64);
        }
    }

    fn contains(&self, index: usize) -> bool {
        self.0
            .get(index / 64)
            .is_some_and(|bits| bits >> (index % 64) & 1 == 1)
    }

    fn unite(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits |= others;
        }
    }

    fn intersect(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits &= others;
        }
    }
}

/// What is bound; `None` where nothing comes along.
type State = Option<Bits>;

fn join(a: State, b: State) -> State {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.intersect(&b);
            Some(a)
        }
        (a, None) => a,
        (None, b) => b,
    }
}

struct Flow<'s> {
    scopes: &'s Scopes,
    scope: ScopeId,
    numbers: HashMap<(ScopeId, String), usize>,
    state: State,
    breaks: Vec<Vec<State>>,
    found: Unbound,
}

impl<'a> Flow<'_> {
    /// The variable of this unit that a name means.
    fn owner(&self, name: &str) -> Option<ScopeId> {
        match self.scopes.resolve(self.scope, name) {
            Meaning::Variable(owner) => Some(owner),
            Meaning::Global if self.scopes.unit(self.scope) == MODULE => Some(MODULE),
            _ => None,
        }
    }

    fn number(&mut self, owner: ScopeId, name: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry((owner, name.to_owned())).or_insert(next)
    }

    fn bind(&mut self, name: &str) {
        if let Some(owner) = self.owner(name) {
            let number = self.number(owner, name);
            if let Some(state) = &mut self.state {
                state.insert(number);
            }
        }
    }

    fn read(&mut self, name: &str) {
        let Some(owner) = self.owner(name) else {
            return;
        };
        let number = self.number(owner, name);
        if self
            .state
            .as_ref()
            .is_some_and(|state| !state.contains(number))
        {
            self.found.insert((owner, name.to_owned()));
        }
    }

    fn body(&mut self, body: &'a [Stmt]) {
        body.iter().for_each(|stmt| self.visit_stmt(stmt));
    }

    /// Visits something that may not run at all (or not to its end): what it binds does not count.
    fn aside(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = self.state.clone();
        visit(self);
        self.state = before;
    }

    /// Another unit, from nothing.
    fn unit(
        &mut self,
        scope: ScopeId,
        parameters: Option<&Parameters>,
        visit: impl FnOnce(&mut Self),
    ) {
        let outer = std::mem::replace(&mut self.scope, scope);
        let state = self.state.replace(Bits::default());
        let breaks = std::mem::take(&mut self.breaks);
        for parameter in parameters
            .into_iter()
            .flat_map(|parameters| parameters.iter())
        {
            self.bind(parameter.name().as_str());
        }
        visit(self);
        self.scope = outer;
        self.state = state;
        self.breaks = breaks;
    }

    fn defaults(&mut self, parameters: &'a Parameters) {
        let defaults = parameters
            .iter_non_variadic_params()
            .filter_map(|parameter| parameter.default());
        defaults.for_each(|default| self.visit_expr(default));
    }

    fn if_statement(&mut self, stmt: &'a StmtIf) {
        self.visit_expr(&stmt.test);
        let mut otherwise = self.state.clone();
        self.body(&stmt.body);
        let mut after = self.state.take();
        let mut exhaustive = false;
        for clause in &stmt.elif_else_clauses {
            self.state = otherwise.clone();
            if let Some(test) = &clause.test {
                self.visit_expr(test);
                otherwise = self.state.clone();
            }
            exhaustive |= clause.test.is_none();
            self.body(&clause.body);
            after = join(after, self.state.take());
        }
        self.state = if exhaustive {
            after
        } else {
            join(after, otherwise)
        };
    }

    fn while_loop(&mut self, stmt: &'a StmtWhile) {
        self.visit_expr(&stmt.test);
        let head = self.state.clone();
        self.breaks.push(Vec::new());
        self.body(&stmt.body);
        let breaks = self.breaks.pop().unwrap_or_default();
        self.state = if is_true(&stmt.test) { None } else { head };
        self.body(&stmt.orelse);
        let normal = self.state.take();
        self.state = breaks.into_iter().fold(normal, join);
    }

    fn for_loop(&mut self, stmt: &'a StmtFor) {
        self.visit_expr(&stmt.iter);
        let head = self.state.clone();
        self.visit_expr(&stmt.target);
        self.breaks.push(Vec::new());
        self.body(&stmt.body);
        let breaks = self.breaks.pop().unwrap_or_default();
        self.state = head;
        self.body(&stmt.orelse);
        let normal = self.state.take();
        self.state = breaks.into_iter().fold(normal, join);
    }

    fn try_statement(&mut self, stmt: &'a StmtTry) {
        let before = self.state.clone();
        self.body(&stmt.body);
        self.body(&stmt.orelse);
        let mut after = self.state.take();
        for handler in &stmt.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            self.state = before.clone();
            handler
                .type_
                .iter()
                .for_each(|class| self.visit_expr(class));
            if let Some(name) = &handler.name {
                self.bind(name.as_str());
            }
            self.body(&handler.body);
            after = join(after, self.state.take());
        }
        if stmt.finalbody.is_empty() {
            self.state = after;
            return;
        }
        // Whatever happened, it runs; what it binds is bound afterwards, on top of how the rest ended. It is visited once:
        // these may stand in one another.
        self.state = before;
        self.body(&stmt.finalbody);
        let bound = self.state.take();
        self.state = after.zip(bound).map(|(mut after, bound)| {
            after.unite(&bound);
            after
        });
    }

    fn match_statement(&mut self, stmt: &'a StmtMatch) {
        self.visit_expr(&stmt.subject);
        let before = self.state.clone();
        let mut after = None;
        let mut exhaustive = false;
        for case in &stmt.cases {
            self.state = before.clone();
            self.visit_pattern(&case.pattern);
            case.guard.iter().for_each(|guard| self.visit_expr(guard));
            exhaustive |= case.guard.is_none() && case.pattern.is_irrefutable();
            self.body(&case.body);
            after = join(after, self.state.take());
        }
        self.state = if exhaustive {
            after
        } else {
            join(after, before)
        };
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
        let outer = std::mem::replace(&mut self.scope, scope);
        self.aside(|flow| {
            flow.visit_expr(&first.target);
            first.ifs.iter().for_each(|test| flow.visit_expr(test));
            for generator in rest {
                flow.visit_expr(&generator.iter);
                flow.visit_expr(&generator.target);
                generator.ifs.iter().for_each(|test| flow.visit_expr(test));
            }
            inner.iter().for_each(|expr| flow.visit_expr(expr));
        });
        self.scope = outer;
    }

    fn leave(&mut self) {
        self.state = None;
    }
}

impl<'a> Visitor<'a> for Flow<'_> {
    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::If(stmt) => self.if_statement(stmt),
            Stmt::While(stmt) => self.while_loop(stmt),
            Stmt::For(stmt) => self.for_loop(stmt),
            Stmt::Try(stmt) => self.try_statement(stmt),
            Stmt::Match(stmt) => self.match_statement(stmt),
            Stmt::With(stmt) => {
                // The body may be left in the middle, and go on behind it.
                stmt.items
                    .iter()
                    .for_each(|item| self.visit_with_item(item));
                let before = self.state.clone();
                self.body(&stmt.body);
                let after = self.state.take();
                self.state = join(before, after);
            }
            Stmt::Break(_) => {
                let state = self.state.take();
                if let Some(breaks) = self.breaks.last_mut() {
                    breaks.push(state);
                }
            }
            Stmt::Continue(_) => self.leave(),
            Stmt::Return(stmt) => {
                stmt.value.iter().for_each(|value| self.visit_expr(value));
                self.leave();
            }
            Stmt::Raise(stmt) => {
                stmt.exc
                    .iter()
                    .chain(&stmt.cause)
                    .for_each(|expr| self.visit_expr(expr));
                self.leave();
            }
            Stmt::Assert(stmt) => {
                self.visit_expr(&stmt.test);
                self.aside(|flow| stmt.msg.iter().for_each(|message| flow.visit_expr(message)));
            }
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                assign
                    .targets
                    .iter()
                    .for_each(|target| self.visit_expr(target));
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                    self.visit_expr(&assign.target);
                }
            }
            Stmt::AugAssign(assign) => {
                if let Expr::Name(name) = &*assign.target {
                    self.read(&name.id);
                }
                self.visit_expr(&assign.value);
                self.visit_expr(&assign.target);
            }
            Stmt::FunctionDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                self.defaults(&def.parameters);
                let scope = self.scopes.of(def);
                self.unit(scope, Some(&def.parameters), |flow| flow.body(&def.body));
                self.bind(def.name.as_str());
            }
            Stmt::ClassDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                def.arguments
                    .iter()
                    .for_each(|arguments| self.visit_arguments(arguments));
                let scope = self.scopes.of(def);
                self.unit(scope, None, |flow| flow.body(&def.body));
                self.bind(def.name.as_str());
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(name.as_str().split('.').next().unwrap_or_default());
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    self.bind(alias.asname.as_ref().unwrap_or(&alias.name).as_str());
                }
            }
            Stmt::Expr(stmt) => self.visit_expr(&stmt.value),
            Stmt::Delete(delete) => delete
                .targets
                .iter()
                .for_each(|target| self.visit_expr(target)),
            _ => {}
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Store => self.bind(&name.id),
                _ => self.read(&name.id),
            },
            Expr::BoolOp(operation) => {
                let mut values = operation.values.iter();
                values
                    .next()
                    .into_iter()
                    .for_each(|first| self.visit_expr(first));
                self.aside(|flow| values.for_each(|value| flow.visit_expr(value)));
            }
            Expr::If(conditional) => {
                self.visit_expr(&conditional.test);
                self.aside(|flow| flow.visit_expr(&conditional.body));
                self.aside(|flow| flow.visit_expr(&conditional.orelse));
            }
            Expr::Compare(comparison) => {
                self.visit_expr(&comparison.left);
                let mut rest = comparison.comparators.iter();
                rest.next()
                    .into_iter()
                    .for_each(|first| self.visit_expr(first));
                self.aside(|flow| rest.for_each(|value| flow.visit_expr(value)));
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                if let Expr::Name(name) = &*named.target {
                    let unit = self.scopes.unit(self.scope);
                    let inner = std::mem::replace(&mut self.scope, unit);
                    self.bind(&name.id);
                    self.scope = inner;
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                let scope = self.scopes.of(lambda);
                self.unit(scope, lambda.parameters.as_deref(), |flow| {
                    flow.visit_expr(&lambda.body)
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

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchStar(star) => star.name.as_ref(),
            Pattern::MatchAs(alias) => alias.name.as_ref(),
            Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name.as_str());
        }
        ruff_python_ast::visitor::walk_pattern(self, pattern);
    }
}
