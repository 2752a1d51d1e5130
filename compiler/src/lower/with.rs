//! `with`.

use ruff_python_ast::{StmtWith, WithItem};

use super::body::{Body, Frame};
use super::value::Value;
use crate::infer::Ty;
use crate::ir::{Intrinsic, Op, Operand, Repr, Terminator};

impl<'a> Body<'_, 'a> {
    /// `with a as b, c: ..`
    pub fn with_statement(&mut self, stmt: &'a StmtWith) {
        if stmt.is_async {
            self.unsupported(
                stmt,
                "asynchronous functions",
                "this release compiles functions that run to their end",
                "write a plain 'with'",
            );
            return;
        }
        self.with_items(&stmt.items, stmt);
    }

    fn with_items(&mut self, items: &'a [WithItem], stmt: &'a StmtWith) {
        let Some((item, rest)) = items.split_first() else {
            self.statements(&stmt.body);
            return;
        };
        let value = self.boxed_expression(&item.context_expr);
        let manager = self.b.temp(Repr::Boxed, true);
        self.assign(manager, value);
        self.at(stmt);
        let entered = self
            .b
            .call(Intrinsic::EnterContext, vec![Operand::Register(manager)]);
        let after = self.b.block();
        let regions = self.b.regions.len();
        self.b.open_region();
        self.frames.push(Frame::With {
            manager,
            range: stmt.range,
            regions,
        });
        match &item.optional_vars {
            Some(target) => self.store(target, entered),
            None => self.b.done(entered),
        }
        self.with_items(rest, stmt);
        self.frames.pop();
        let (ended, end) = (self.b.reached(), self.b.current);
        self.b.close_region();
        self.exit_raised(manager, stmt, after);
        if ended {
            self.b.begin(end);
            self.at(stmt);
            let result = self.b.ask(
                Intrinsic::ExitContext,
                vec![Operand::Register(manager), Operand::Absent],
            );
            self.b.done(result);
            self.b.emit(Op::Release { register: manager });
            self.b.jump(after);
        }
        self.b.begin(after);
        self.b.forget(Value::in_temp(manager, Ty::Any, true));
    }

    /// In the landing: `__exit__` may swallow the exception.
    fn exit_raised(
        &mut self,
        manager: crate::ir::Register,
        stmt: &'a StmtWith,
        after: crate::ir::BlockId,
    ) {
        let exception = self.b.temp(Repr::Boxed, true);
        self.b.emit(Op::Catch { to: exception });
        self.b.open_region();
        self.at(stmt);
        let operands = vec![Operand::Register(manager), Operand::Register(exception)];
        let swallowed = self.b.ask(Intrinsic::ExitContext, operands);
        let (yes, no) = (self.b.block(), self.b.block());
        self.b.branch(swallowed, yes, no);
        self.b.close_region();
        self.b.emit(Op::EndCatch);
        self.b.emit(Op::ReleaseMany {
            registers: vec![exception, manager],
        });
        let landing = self.b.landing();
        self.b.jump(landing);
        // This ends the handling; the landing gives the others back.
        self.b.begin(no);
        self.b
            .perform(Intrinsic::ResumeRaise, vec![Operand::Register(exception)]);
        self.b.end(Terminator::Unreachable);
        self.b.begin(yes);
        self.b.emit(Op::EndCatch);
        self.b.emit(Op::ReleaseMany {
            registers: vec![exception, manager],
        });
        self.b.jump(after);
        self.b.forget(Value::in_temp(exception, Ty::Any, true));
    }
}
