//! Statements.

use ruff_python_ast::{Expr, Stmt, StmtAssert, StmtIf, StmtRaise, StmtReturn};
use ruff_text_size::Ranged;

use super::body::{Body, Exit, Frame, Unit};
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{ErrorKind, Intrinsic, Op, Operand, Terminator};

impl<'a> Body<'_, 'a> {
    /// A block of statements.
    pub fn statements(&mut self, body: &'a [Stmt]) {
        body.iter().for_each(|stmt| self.statement(stmt));
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        if !self.b.reached() {
            // Dead code is checked all the same, in a block that nothing leads to.
            let block = self.b.block();
            self.b.begin(block);
        }
        match stmt {
            Stmt::Expr(stmt) => {
                let value = self.expression(&stmt.value);
                self.b.done(value);
            }
            Stmt::Assign(assign) => self.assignment(assign),
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::AugAssign(assign) => self.augmented(assign),
            Stmt::Delete(delete) => delete.targets.iter().for_each(|target| self.delete(target)),
            Stmt::Return(stmt) => self.return_statement(stmt),
            Stmt::If(stmt) => self.if_statement(stmt),
            Stmt::While(stmt) => self.while_loop(stmt),
            Stmt::For(stmt) => self.for_loop(stmt),
            Stmt::Break(stmt) => self.leave_loop(stmt, "'break' outside loop", Exit::Break),
            Stmt::Continue(stmt) => {
                self.leave_loop(stmt, "'continue' not properly in loop", Exit::Continue)
            }
            Stmt::Try(stmt) => self.try_statement(stmt),
            Stmt::Raise(stmt) => self.raise(stmt),
            Stmt::With(stmt) => self.with_statement(stmt),
            Stmt::Assert(stmt) => self.assert(stmt),
            Stmt::Match(stmt) => self.match_statement(stmt),
            Stmt::FunctionDef(def) => self.function_def(def),
            Stmt::ClassDef(def) => self.class_def(def),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::TypeAlias(alias) => {
                self.unsupported(
                    alias,
                    "type aliases",
                    "types are read when the program is compiled; there is no value to bind",
                    "write the type where it is used",
                );
            }
            Stmt::IpyEscapeCommand(command) => self.syntax(command, "invalid syntax"),
        }
    }

    fn leave_loop(&mut self, node: &impl Ranged, message: &str, exit: impl Fn(usize) -> Exit) {
        let innermost = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Loop { number, .. } => Some(*number),
            _ => None,
        });
        match innermost {
            Some(number) => self.leave(exit(number)),
            None => self.syntax(node, message),
        }
    }

    fn return_statement(&mut self, stmt: &'a StmtReturn) {
        if self.kind != Unit::Function {
            self.syntax(stmt, "'return' outside function");
            return;
        }
        let value = match &stmt.value {
            Some(expr) => self.expression(expr),
            None => Value::none(),
        };
        self.return_value(value, stmt);
    }

    /// Returns a value.
    pub fn return_value(&mut self, value: Value, node: &impl Ranged) {
        let value = self.coerce(value, self.result_ty, node.range());
        let plain = self
            .frames
            .iter()
            .all(|frame| matches!(frame, Frame::Loop { .. } | Frame::Held(_)));
        // A variable that dies anyway hands over what it holds.
        let dying = match (value.hold, value.operand) {
            (Hold::Free, Operand::Register(from)) if plain && self.b.owned.contains(&from) => {
                Some(from)
            }
            _ => None,
        };
        match dying {
            Some(from) => self.b.emit(Op::Take {
                to: self.result,
                from,
            }),
            None => self.assign(self.result, value),
        }
        self.leave(Exit::Return);
    }

    fn if_statement(&mut self, stmt: &'a StmtIf) {
        let after = self.b.block();
        let mut test: Option<&'a Expr> = Some(&stmt.test);
        let mut body = &*stmt.body;
        let mut clauses = stmt.elif_else_clauses.iter();
        loop {
            let next = self.b.block();
            if let Some(test) = test {
                let yes = self.b.block();
                self.condition(test, yes, next);
                self.b.begin(yes);
            }
            self.statements(body);
            self.b.jump(after);
            if test.is_none() {
                break;
            }
            self.b.begin(next);
            let Some(clause) = clauses.next() else {
                self.b.jump(after);
                break;
            };
            test = clause.test.as_ref();
            body = &clause.body;
        }
        self.b.begin(after);
    }

    fn raise(&mut self, stmt: &'a StmtRaise) {
        let Some(exception) = &stmt.exc else {
            self.at(stmt);
            self.b.perform(Intrinsic::Reraise, Vec::new());
            self.b.end(Terminator::Unreachable);
            return;
        };
        let value = self.operand(exception, stmt.cause.as_deref());
        let value = self.boxed(value);
        let cause = match &stmt.cause {
            Some(cause) => self.boxed_expression(cause),
            None => Value::free(Operand::Absent, Ty::Any),
        };
        self.at(stmt);
        self.b
            .perform(Intrinsic::Raise, vec![value.operand, cause.operand]);
        self.b.end(Terminator::Unreachable);
        self.b.forget(cause);
        self.b.forget(value);
    }

    fn assert(&mut self, stmt: &'a StmtAssert) {
        let (fine, failed) = (self.b.block(), self.b.block());
        self.condition(&stmt.test, fine, failed);
        self.b.begin(failed);
        let detail = match &stmt.msg {
            Some(message) => self.boxed_expression(message),
            None => Value::free(Operand::Absent, Ty::Any),
        };
        self.at(stmt);
        self.b.emit(Op::RaiseError {
            kind: ErrorKind::Assertion,
            detail: detail.operand,
        });
        self.b.end(Terminator::Unreachable);
        self.b.forget(detail);
        self.b.begin(fine);
    }
}
