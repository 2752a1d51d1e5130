//! What CPython's compiler refuses though its grammar takes it: names given twice, and blocks that stand too deep in one another.
//! And what is too much of a thing, told before work is done for it.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_arguments, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{
    Arguments, Comprehension, ExceptHandler, Expr, ExprLambda, ModModule, Number, Pattern,
    PatternMatchClass, PatternMatchMapping, Stmt, StmtTry, StmtWith, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::parse::DEEPEST;
use crate::source::Source;

/// How many loops, `try` and `with` may stand in one another within a function: CPython's own limit.
const MOST_BLOCKS: usize = 20;

/// How many functions, lambdas and classes a program may have.
const MOST_FUNCTIONS: usize = 30_000;
/// How many calls one function may have, the module's own among them: their code would be too large for engines.
const MOST_CALLS: usize = 150_000;

/// Looks at a whole module.
pub fn check(source: &Source, module: &ModModule, diagnostics: &mut Diagnostics) {
    let mut grammar = Grammar {
        source,
        diagnostics,
        blocks: 0,
        told: false,
        functions: 0,
        calls: 0,
        most_calls: 0,
    };
    grammar.futures(&module.body);
    grammar.visit_body(&module.body);
    let (functions, calls) = (grammar.functions, grammar.most_calls.max(grammar.calls));
    let mut limit = |message: String, help: &str| {
        let start = TextRange::empty(module.range.start());
        diagnostics.push(Diagnostic::error(source, Code::Limit, start, message).help(help));
    };
    if functions > MOST_FUNCTIONS {
        limit(
            format!(
                "the program has too many functions and classes: {functions}, and at most {MOST_FUNCTIONS} are compiled"
            ),
            "split the program",
        );
    }
    if calls > MOST_CALLS {
        limit(
            format!(
                "a function, or what the module does outside of functions, has too many calls: {calls}, and at most {MOST_CALLS} are compiled"
            ),
            "split it into more functions, and data into what is read when the program runs",
        );
    }
}

struct Grammar<'s> {
    source: &'s Source,
    diagnostics: &'s mut Diagnostics,
    /// How many blocks are around, in this function.
    blocks: usize,
    /// One finding is enough: the blocks inside are too deep as well.
    told: bool,
    functions: usize,
    /// Of the current function.
    calls: usize,
    /// Of the one that has most.
    most_calls: usize,
}

/// A constant key of a mapping pattern: equal numbers are the same key whatever their types.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Text(String),
    Bytes(Vec<u8>),
    Number(String),
    None,
}

impl Grammar<'_> {
    fn syntax(&mut self, range: TextRange, message: String) {
        self.diagnostics
            .push(Diagnostic::error(self.source, Code::Syntax, range, message));
    }

    /// `from __future__ import ..` stands before everything but a docstring.
    fn futures(&mut self, body: &[Stmt]) {
        let is_future = |stmt: &Stmt| match stmt {
            Stmt::ImportFrom(import) => import
                .module
                .as_ref()
                .is_some_and(|module| module == "__future__"),
            _ => false,
        };
        let docstring = body.first().is_some_and(
            |stmt| matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr()),
        );
        let head = body.iter().skip(usize::from(docstring));
        for late in head
            .skip_while(|stmt| is_future(stmt))
            .filter(|stmt| is_future(stmt))
        {
            self.syntax(
                late.range(),
                "from __future__ imports must occur at the beginning of the file".to_owned(),
            );
        }
    }

    fn target(&mut self, target: &Expr) {
        if target.is_starred_expr() {
            self.syntax(
                target.range(),
                "starred assignment target must be in a list or tuple".to_owned(),
            );
        }
    }

    /// Visits what stands in so many blocks more.
    fn blocks(&mut self, range: TextRange, more: usize, visit: impl FnOnce(&mut Self)) {
        self.blocks += more;
        if self.blocks > MOST_BLOCKS && !self.told {
            self.told = true;
            self.syntax(range, "too many statically nested blocks".to_owned());
        }
        visit(self);
        self.blocks -= more;
    }

    /// A function or class: its blocks are its own.
    fn unit(&mut self, visit: impl FnOnce(&mut Self)) {
        self.functions += 1;
        let outer = std::mem::take(&mut self.blocks);
        let calls = std::mem::take(&mut self.calls);
        visit(self);
        self.most_calls = self.most_calls.max(self.calls);
        self.calls = calls;
        self.blocks = outer;
    }

    fn try_statement(&mut self, stmt: &StmtTry) {
        let range = TextRange::empty(stmt.start());
        let finally = usize::from(!stmt.finalbody.is_empty());
        let caught = usize::from(!stmt.handlers.is_empty());
        self.blocks(range, finally + caught, |grammar| {
            grammar.visit_body(&stmt.body);
        });
        for handler in &stmt.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            if let Some(class) = &handler.type_ {
                self.visit_expr(class);
            }
            // The exception that is handled, and its name.
            self.blocks(range, finally + 2, |grammar| {
                grammar.visit_body(&handler.body);
            });
        }
        self.blocks(range, finally, |grammar| grammar.visit_body(&stmt.orelse));
        self.blocks(range, finally, |grammar| {
            grammar.visit_body(&stmt.finalbody);
        });
    }

    fn with_statement(&mut self, stmt: &StmtWith) {
        stmt.items
            .iter()
            .for_each(|item| self.visit_with_item(item));
        self.blocks(
            TextRange::empty(stmt.start()),
            stmt.items.len(),
            |grammar| grammar.visit_body(&stmt.body),
        );
    }

    fn lambda(&mut self, lambda: &ExprLambda) {
        if let Some(parameters) = &lambda.parameters {
            self.visit_parameters(parameters);
        }
        self.unit(|grammar| grammar.visit_expr(&lambda.body));
    }

    fn comprehension(&mut self, generators: &[Comprehension]) {
        // Each `for` stands in the one before it.
        if let Some(deep) = generators.get(DEEPEST) {
            let message = format!("too deeply nested: more than {DEEPEST} levels");
            self.diagnostics.push(
                Diagnostic::error(
                    self.source,
                    Code::Limit,
                    TextRange::empty(deep.start()),
                    message,
                )
                .help("put a part of it into a function"),
            );
        }
    }

    fn mapping(&mut self, mapping: &PatternMatchMapping) {
        let mut seen = HashSet::new();
        for key in &mapping.keys {
            if key_of(key).is_some_and(|key| !seen.insert(key)) {
                let text = self.source.slice(key.range()).to_owned();
                self.syntax(
                    key.range(),
                    format!("mapping pattern checks duplicate key ({text})"),
                );
            }
        }
    }

    fn class_pattern(&mut self, class: &PatternMatchClass) {
        let mut seen = HashSet::new();
        for keyword in &class.arguments.keywords {
            if !seen.insert(keyword.attr.as_str()) {
                let message = format!(
                    "attribute name repeated in class pattern: {}",
                    keyword.attr.as_str()
                );
                self.syntax(keyword.attr.range(), message);
            }
        }
    }
}

fn key_of(key: &Expr) -> Option<Key> {
    match key {
        Expr::StringLiteral(text) => Some(Key::Text(text.value.to_str().to_owned())),
        Expr::BytesLiteral(bytes) => Some(Key::Bytes(bytes.value.bytes().collect())),
        Expr::BooleanLiteral(flag) => Some(Key::Number(u8::from(flag.value).to_string())),
        Expr::NoneLiteral(_) => Some(Key::None),
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => Some(Key::Number(int.to_string())),
            // A whole one as the int that it equals, digit by digit.
            Number::Float(float) if float.fract() == 0.0 => {
                Some(Key::Number(format!("{:.0}", float.abs())))
            }
            Number::Float(float) => Some(Key::Number(float.to_string())),
            Number::Complex { .. } => None,
        },
        Expr::UnaryOp(negated) if negated.op == UnaryOp::USub => match key_of(&negated.operand)? {
            Key::Number(zero) if zero == "0" => Some(Key::Number(zero)),
            Key::Number(digits) => Some(Key::Number(format!("-{digits}"))),
            _ => None,
        },
        _ => None,
    }
}

impl<'a> Visitor<'a> for Grammar<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Try(stmt) => self.try_statement(stmt),
            Stmt::With(stmt) => self.with_statement(stmt),
            Stmt::Assign(assign) => {
                assign.targets.iter().for_each(|target| self.target(target));
                walk_stmt(self, stmt);
            }
            Stmt::For(stmt) => {
                self.target(&stmt.target);
                self.visit_expr(&stmt.iter);
                self.visit_expr(&stmt.target);
                self.blocks(TextRange::empty(stmt.range.start()), 1, |grammar| {
                    grammar.visit_body(&stmt.body);
                });
                self.visit_body(&stmt.orelse);
            }
            Stmt::While(stmt) => {
                self.visit_expr(&stmt.test);
                self.blocks(TextRange::empty(stmt.range.start()), 1, |grammar| {
                    grammar.visit_body(&stmt.body);
                });
                self.visit_body(&stmt.orelse);
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
                self.unit(|grammar| walk_stmt(grammar, stmt));
            }
            // Each name is asked for, and an error made where it is missing.
            Stmt::ImportFrom(import) => self.calls += 4 * import.names.len(),
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Lambda(lambda) => return self.lambda(lambda),
            Expr::Call(_) => self.calls += 1,
            Expr::ListComp(comp) => self.comprehension(&comp.generators),
            Expr::SetComp(comp) => self.comprehension(&comp.generators),
            Expr::DictComp(comp) => self.comprehension(&comp.generators),
            Expr::Generator(comp) => self.comprehension(&comp.generators),
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn visit_arguments(&mut self, arguments: &'a Arguments) {
        let mut seen = HashSet::new();
        for keyword in &arguments.keywords {
            if let Some(name) = &keyword.arg
                && !seen.insert(name.as_str())
            {
                let message = format!("keyword argument repeated: {name}");
                self.syntax(keyword.range, message);
            }
        }
        walk_arguments(self, arguments);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchMapping(mapping) => self.mapping(mapping),
            Pattern::MatchClass(class) => self.class_pattern(class),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}
