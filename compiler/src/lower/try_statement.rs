//! `try`.
//!
//! Each part that exceptions leave differently is a region of its own. `finally` is written once: whoever goes through it
//! says in a register how it goes on (0: at the end, 1: the exception once more, 2 and up: a `return`, `break`, `continue`).

use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, Stmt, StmtTry};
use ruff_text_size::{Ranged, TextRange};

use super::body::{Body, Frame};
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{BlockId, CompareOp, Intrinsic, Op, Operand, Register, Repr, Terminator};
use crate::scope::Meaning;

impl<'a> Body<'_, 'a> {
    /// `try: .. except: .. else: .. finally: ..`
    pub fn try_statement(&mut self, stmt: &'a StmtTry) {
        if stmt.is_star {
            self.unsupported(
                stmt,
                "'except*' clauses",
                "this release has no exception groups",
                "catch the exceptions one by one with 'except'",
            );
            return;
        }
        if stmt.finalbody.is_empty() {
            self.try_except(stmt);
        } else {
            self.try_finally(stmt);
        }
    }

    fn try_except(&mut self, stmt: &'a StmtTry) {
        if stmt.handlers.is_empty() {
            self.statements(&stmt.body);
            self.statements(&stmt.orelse);
            return;
        }
        let after = self.b.block();
        self.b.open_region();
        self.statements(&stmt.body);
        let (ended, end) = (self.b.reached(), self.b.current);
        self.b.close_region();
        self.handlers(&stmt.handlers, after);
        if ended {
            self.b.begin(end);
            self.statements(&stmt.orelse);
            self.b.jump(after);
        } else {
            self.check_only(&stmt.orelse);
        }
        self.b.begin(after);
    }

    /// Dead code is checked all the same.
    fn check_only(&mut self, body: &'a [Stmt]) {
        let block = self.b.block();
        self.b.begin(block);
        self.statements(body);
        self.b.end(Terminator::Unreachable);
    }

    /// In the landing: finds the handler.
    fn handlers(&mut self, handlers: &'a [ExceptHandler], after: BlockId) {
        let register = self.b.temp(Repr::Boxed, true);
        let exception = Value::in_temp(register, Ty::Any, true);
        self.b.emit(Op::Catch { to: register });
        let regions = self.b.regions.len();
        self.b.open_region();
        self.frames.push(Frame::Catch {
            exception: register,
            name: None,
            regions,
        });
        let count = handlers.len();
        for (index, handler) in handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(handler) = handler;
            if handler.type_.is_none() && index + 1 < count {
                self.syntax(handler, "default 'except:' must be last");
            }
            self.handler(handler, register, after);
        }
        let unmatched = self.b.block();
        self.b.jump(unmatched);
        self.frames.pop();
        // An exception in a handler.
        self.b.close_region();
        self.b.emit(Op::EndCatch);
        self.b.emit(Op::Release { register });
        let landing = self.b.landing();
        self.b.jump(landing);
        // None of them: on it goes. This ends the handling.
        self.b.begin(unmatched);
        self.b
            .perform(Intrinsic::ResumeRaise, vec![Operand::Register(register)]);
        self.b.end(Terminator::Unreachable);
        self.b.forget(exception);
    }

    /// Unbinds a name in a landing. Only `flow` and releasing may be used there: a cell's or a namespace's name asks for the
    /// exception to be taken.
    fn unbind_in_landing(&mut self, name: &str, range: TextRange) {
        let plain = match self.cx.scopes.resolve(self.scope, name) {
            Meaning::Variable(_) | Meaning::Global => self.slot(name).is_none_or(|slot| !slot.cell),
            Meaning::Free(_) | Meaning::Class(_) => false,
        };
        if plain {
            self.forget_name(name, range);
            let landing = self.b.landing();
            self.b.jump(landing);
            return;
        }
        let register = self.b.temp(Repr::Boxed, true);
        self.b.emit(Op::Catch { to: register });
        self.forget_name(name, range);
        self.b
            .perform(Intrinsic::ResumeRaise, vec![Operand::Register(register)]);
        self.b.end(Terminator::Unreachable);
        self.b.forget(Value::in_temp(register, Ty::Any, true));
    }

    fn handler(
        &mut self,
        handler: &'a ExceptHandlerExceptHandler,
        exception: Register,
        after: BlockId,
    ) {
        if !self.b.reached() {
            let block = self.b.block();
            self.b.begin(block);
        }
        let next = self.b.block();
        if let Some(class) = &handler.type_ {
            let class_value = self.boxed_expression(class);
            // CPython blames the whole clause.
            self.at(handler);
            let flag = self.b.ask(
                Intrinsic::Matches,
                vec![Operand::Register(exception), class_value.operand],
            );
            self.b.done(class_value);
            let yes = self.b.block();
            self.b.branch(flag, yes, next);
            self.b.begin(yes);
        }
        match &handler.name {
            None => self.statements(&handler.body),
            Some(name) => {
                let value = Value {
                    hold: Hold::Free,
                    ..Value::in_temp(exception, Ty::Any, true)
                };
                self.at(handler);
                self.store_name(name.as_str(), name.range(), value);
                self.named_body(handler, (name.to_string(), name.range()));
            }
        }
        if self.b.reached() {
            self.end_handler(
                exception,
                handler
                    .name
                    .as_ref()
                    .map(|name| (name.to_string(), name.range())),
            );
            self.b.jump(after);
        }
        if handler.type_.is_some() {
            self.b.begin(next);
        }
    }

    /// The body of `except C as name`: the name is unbound whatever happens.
    fn named_body(&mut self, handler: &'a ExceptHandlerExceptHandler, name: (String, TextRange)) {
        if let Some(Frame::Catch { name: slot, .. }) = self.frames.last_mut() {
            *slot = Some(name.clone());
        }
        self.b.open_region();
        self.statements(&handler.body);
        let (ended, end) = (self.b.reached(), self.b.current);
        self.b.close_region();
        self.unbind_in_landing(&name.0, name.1);
        if let Some(Frame::Catch { name: slot, .. }) = self.frames.last_mut() {
            *slot = None;
        }
        let dead = self.b.block();
        self.b.begin(if ended { end } else { dead });
        if !ended {
            self.b.end(Terminator::Unreachable);
        }
    }

    fn try_finally(&mut self, stmt: &'a StmtTry) {
        let action = self.b.temp(Repr::Word, false);
        let exception = self.b.temp(Repr::Boxed, true);
        let (entry, after) = (self.b.block(), self.b.block());
        self.b.emit(Op::Copy {
            to: action,
            from: Operand::Int(0),
        });
        self.b.open_region();
        self.frames.push(Frame::Finally {
            action,
            entry,
            exits: Vec::new(),
        });
        self.try_except(stmt);
        self.set_action(action, 0);
        self.b.jump(entry);
        let exits = match self.frames.pop() {
            Some(Frame::Finally { exits, .. }) => exits,
            _ => Vec::new(),
        };
        self.b.close_region();
        self.b.emit(Op::Catch { to: exception });
        self.set_action(action, 1);
        self.b.fall_into(entry);
        // The body itself, in a region that ends the handling when there is one.
        let regions = self.b.regions.len();
        self.b.open_region();
        self.frames.push(Frame::Pending {
            action,
            exception,
            regions,
        });
        self.statements(&stmt.finalbody);
        self.frames.pop();
        let (ended, end) = (self.b.reached(), self.b.current);
        self.b.close_region();
        self.end_pending(action, exception);
        let landing = self.b.landing();
        self.b.jump(landing);
        if ended {
            self.b.begin(end);
            self.finally_exits(action, exception, &exits, after);
        }
        self.b.begin(after);
        self.b.forget(Value::in_temp(exception, Ty::Any, true));
        self.b.forget(Value::in_temp(action, Ty::Word, false));
    }

    fn set_action(&mut self, action: Register, number: i64) {
        self.b.emit(Op::Copy {
            to: action,
            from: Operand::Int(number),
        });
    }

    /// Ends the handling of the exception that `finally` was entered with, if there is one.
    pub fn end_pending(&mut self, action: Register, exception: Register) {
        let (handling, on) = (self.b.block(), self.b.block());
        let flag = self.b.flag(|to| Op::IntCompare {
            to,
            op: CompareOp::Eq,
            a: Operand::Register(action),
            b: Operand::Int(1),
        });
        self.b.branch(flag, handling, on);
        self.b.begin(handling);
        self.b.emit(Op::EndCatch);
        self.b.emit(Op::Release {
            register: exception,
        });
        self.b.fall_into(on);
    }

    /// How it goes on behind `finally`.
    fn finally_exits(
        &mut self,
        action: Register,
        exception: Register,
        exits: &[super::body::Exit],
        after: BlockId,
    ) {
        let resume = self.b.block();
        let mut targets = vec![after, resume];
        for _ in exits {
            targets.push(self.b.block());
        }
        self.b.end(Terminator::Switch {
            on: Operand::Register(action),
            targets: targets.clone(),
            default: after,
        });
        self.b.begin(resume);
        self.b
            .perform(Intrinsic::ResumeRaise, vec![Operand::Register(exception)]);
        self.b.end(Terminator::Unreachable);
        for (exit, block) in exits.iter().zip(targets.into_iter().skip(2)) {
            self.b.begin(block);
            self.leave(*exit);
        }
    }
}
