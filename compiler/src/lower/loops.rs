//! Loops.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFor, StmtWhile};
use ruff_text_size::TextRange;

use super::body::{Body, Frame};
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{
    BinaryOp, BlockId, CompareOp, ErrorKind, Intrinsic, Op, Operand, Register, Repr, Terminator,
};

/// A loop over `range(..)` that counts.
pub struct Counting {
    counter: Register,
    stop: Value,
    step: Value,
}

/// What a loop goes over.
pub enum Source {
    /// Words from a counter.
    Counter(Counting),
    /// An iterator, owned.
    Iterator(Value),
}

impl<'a> Body<'_, 'a> {
    /// `while test: .. else: ..`
    pub fn while_loop(&mut self, stmt: &'a StmtWhile) {
        let (head, body, done, after) = (
            self.b.block(),
            self.b.block(),
            self.b.block(),
            self.b.block(),
        );
        self.b.fall_into(head);
        self.condition(&stmt.test, body, done);
        self.b.begin(body);
        self.loop_body(head, after, Vec::new(), |this| this.statements(&stmt.body));
        self.b.jump(head);
        self.b.begin(done);
        self.statements(&stmt.orelse);
        self.b.fall_into(after);
    }

    /// The inside of a loop.
    pub fn loop_body(
        &mut self,
        next: BlockId,
        exit: BlockId,
        held: Vec<Register>,
        inside: impl FnOnce(&mut Self),
    ) {
        let number = self.loops;
        self.loops += 1;
        self.frames.push(Frame::Loop {
            number,
            next,
            exit,
            held,
        });
        inside(self);
        self.frames.pop();
    }

    /// `for target in iter: .. else: ..`
    pub fn for_loop(&mut self, stmt: &'a StmtFor) {
        if stmt.is_async {
            self.unsupported(
                stmt,
                "asynchronous functions",
                "this release compiles functions that run to their end",
                "write a plain loop",
            );
            return;
        }
        let after = self.b.block();
        let source = self.loop_source(&stmt.iter, stmt.range);
        let orelse: &'a [Stmt] = &stmt.orelse;
        self.loop_over(source, stmt.range, after, |this, item| {
            this.store(&stmt.target, item);
            this.statements(&stmt.body);
        });
        self.statements(orelse);
        self.b.fall_into(after);
    }

    /// Computes what a loop goes over. `whole` is the loop or the comprehension: Python says that it cannot iterate.
    pub fn loop_source(&mut self, iter: &'a Expr, whole: TextRange) -> Source {
        if let Some(call) = self.counting_range(iter) {
            return Source::Counter(self.counting(call));
        }
        let iterable = self.boxed_expression(iter);
        self.at(&whole);
        let iterator = self.b.call(Intrinsic::Iterate, vec![iterable.operand]);
        self.b.done(iterable);
        Source::Iterator(iterator)
    }

    /// `range(..)` whose counter fits into a word.
    fn counting_range(&self, iter: &'a Expr) -> Option<&'a ExprCall> {
        let typer = self.cx.facts.typer(self.scope, self.version);
        typer.counting_range(iter)
    }

    fn counting(&mut self, call: &'a ExprCall) -> Counting {
        let (start, stop, step) = match &*call.arguments.args {
            [start, stop, step, ..] => (Some(start), Some(stop), Some(step)),
            [start, stop] => (Some(start), Some(stop), None),
            [stop] => (None, Some(stop), None),
            [] => (None, None, None),
        };
        let start = self.bound(start, 0, call);
        let stop = match stop {
            Some(expr) => {
                let value = self.expression(expr);
                self.clamped(value)
            }
            None => Value::free(Operand::Int(0), Ty::Word),
        };
        let step = self.bound(step, 1, call);
        if step.literal().is_none() {
            self.check_step(step, call);
        }
        let counter = self.b.temp(Repr::Word, false);
        self.b.emit(Op::Copy {
            to: counter,
            from: start.operand,
        });
        self.b.done(start);
        Counting {
            counter,
            stop,
            step,
        }
    }

    /// The start or step as a word in a register of its own. An int beyond a word's bounds raises: a counter cannot be there.
    fn bound(&mut self, expr: Option<&'a Expr>, default: i64, call: &'a ExprCall) -> Value {
        let Some(expr) = expr else {
            return Value::free(Operand::Int(default), Ty::Word);
        };
        let value = self.expression(expr);
        if value.ty == Ty::Word {
            return self.clamped(value);
        }
        self.at(call);
        let word = self.b.define(Ty::Word, |to| Op::Clamp {
            to,
            from: value.operand,
        });
        let beyond = self.b.flag(|to| Op::IntCompare {
            to,
            op: CompareOp::Ne,
            a: value.operand,
            b: word.operand,
        });
        let (large, fine) = (self.b.block(), self.b.block());
        self.b.branch(beyond, large, fine);
        self.b.begin(large);
        let detail = self
            .cx
            .text("range() of ints beyond 61 bits is not supported in a loop");
        self.b.emit(Op::RaiseError {
            kind: ErrorKind::Overflow,
            detail,
        });
        self.b.end(Terminator::Unreachable);
        self.b.begin(fine);
        self.b.done(value);
        word
    }

    /// An int as a word in a register that nobody else writes to.
    fn clamped(&mut self, value: Value) -> Value {
        if !matches!(value.operand, Operand::Register(_)) {
            return value;
        }
        let int = value.ty == Ty::Int;
        let word = self.b.define(Ty::Word, |to| {
            let from = value.operand;
            if int {
                Op::Clamp { to, from }
            } else {
                Op::Copy { to, from }
            }
        });
        self.b.done(value);
        word
    }

    fn check_step(&mut self, step: Value, call: &'a ExprCall) {
        self.at(call);
        let zero = self.b.flag(|to| Op::IntCompare {
            to,
            op: CompareOp::Eq,
            a: step.operand,
            b: Operand::Int(0),
        });
        let (bad, fine) = (self.b.block(), self.b.block());
        self.b.branch(zero, bad, fine);
        self.b.begin(bad);
        let detail = self.cx.text("range() arg 3 must not be zero");
        self.b.emit(Op::RaiseError {
            kind: ErrorKind::Value,
            detail,
        });
        self.b.end(Terminator::Unreachable);
        self.b.begin(fine);
    }

    /// Runs `inside` for each item; goes on behind the loop when there are no more. `after` is where `break` goes.
    pub fn loop_over(
        &mut self,
        source: Source,
        whole: TextRange,
        after: BlockId,
        inside: impl FnOnce(&mut Self, Value),
    ) {
        match source {
            Source::Counter(counting) => self.count(&counting, after, inside),
            Source::Iterator(iterator) => self.iterate(iterator, whole, after, inside),
        }
    }

    fn count(
        &mut self,
        counting: &Counting,
        after: BlockId,
        inside: impl FnOnce(&mut Self, Value),
    ) {
        let (head, body, next, done) = (
            self.b.block(),
            self.b.block(),
            self.b.block(),
            self.b.block(),
        );
        let counter = Operand::Register(counting.counter);
        self.b.fall_into(head);
        match counting.step.literal() {
            Some(step) => self.more(
                counting,
                if step > 0 {
                    CompareOp::Lt
                } else {
                    CompareOp::Gt
                },
                body,
                done,
            ),
            None => {
                let (up, down) = (self.b.block(), self.b.block());
                let rising = self.b.flag(|to| Op::IntCompare {
                    to,
                    op: CompareOp::Gt,
                    a: counting.step.operand,
                    b: Operand::Int(0),
                });
                self.b.branch(rising, up, down);
                self.b.begin(up);
                self.more(counting, CompareOp::Lt, body, done);
                self.b.begin(down);
                self.more(counting, CompareOp::Gt, body, done);
            }
        }
        self.b.begin(body);
        self.loop_body(next, after, Vec::new(), |this| {
            inside(this, Value::free(counter, Ty::Word))
        });
        self.b.fall_into(next);
        self.b.emit(Op::WordBinary {
            to: counting.counter,
            op: BinaryOp::Add,
            a: counter,
            b: counting.step.operand,
        });
        self.b.jump(head);
        self.b.begin(done);
        self.b.forget(counting.stop);
        self.b.forget(counting.step);
        self.b
            .forget(Value::in_temp(counting.counter, Ty::Word, false));
    }

    fn more(&mut self, counting: &Counting, op: CompareOp, body: BlockId, done: BlockId) {
        let more = self.b.flag(|to| Op::IntCompare {
            to,
            op,
            a: Operand::Register(counting.counter),
            b: counting.stop.operand,
        });
        self.b.branch(more, body, done);
    }

    fn iterate(
        &mut self,
        iterator: Value,
        whole: TextRange,
        after: BlockId,
        inside: impl FnOnce(&mut Self, Value),
    ) {
        let (head, body, done) = (self.b.block(), self.b.block(), self.b.block());
        self.b.fall_into(head);
        self.at(&whole);
        let item = self.b.call(Intrinsic::Next, vec![iterator.operand]);
        let over = self.b.flag(|to| Op::Is {
            to,
            a: item.operand,
            b: Operand::Absent,
        });
        self.b.branch(over, done, body);
        self.b.begin(body);
        let held = match iterator.hold {
            Hold::Owned(register) => vec![register],
            _ => Vec::new(),
        };
        self.loop_body(head, after, held, |this| inside(this, item));
        self.b.jump(head);
        self.b.begin(done);
        self.b.done(iterator);
    }
}
