//! Conditions: straight to branches.

use ruff_python_ast::{BoolOp, Expr, ExprCompare, UnaryOp};

use super::body::Body;
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{BlockId, Op, Operand};

impl<'a> Body<'_, 'a> {
    /// Goes to `yes` or `no`.
    pub fn condition(&mut self, expr: &'a Expr, yes: BlockId, no: BlockId) {
        match expr {
            Expr::BooleanLiteral(literal) => self.b.jump(if literal.value { yes } else { no }),
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => {
                self.condition(&unary.operand, no, yes)
            }
            Expr::BoolOp(operation) => {
                let last = operation.values.len().saturating_sub(1);
                for (index, value) in operation.values.iter().enumerate() {
                    if index == last {
                        self.condition(value, yes, no);
                        break;
                    }
                    let next = self.b.block();
                    match operation.op {
                        BoolOp::And => self.condition(value, next, no),
                        BoolOp::Or => self.condition(value, yes, next),
                    }
                    self.b.begin(next);
                }
            }
            Expr::Compare(comparison) if comparison.ops.len() > 1 => {
                self.chain(comparison, yes, no)
            }
            _ => {
                let value = self.expression(expr);
                self.at(expr);
                let flag = self.truth(value);
                self.b.branch(flag, yes, no);
            }
        }
    }

    /// `a < b < c`: each operand is computed once, and no more than needed.
    fn chain(&mut self, comparison: &'a ExprCompare, yes: BlockId, no: BlockId) {
        let mut left = self.operand(&comparison.left, comparison.comparators.iter());
        let last = comparison.ops.len().saturating_sub(1);
        for (index, (op, right)) in comparison
            .ops
            .iter()
            .zip(&comparison.comparators)
            .enumerate()
        {
            let right = self.operand(right, comparison.comparators.iter().skip(index + 1));
            self.at(comparison);
            let flag = self.compare(*op, left, right);
            self.b.done(left);
            if index == last {
                self.b.done(right);
                self.b.branch(flag, yes, no);
                return;
            }
            let next = self.b.block();
            let Hold::Owned(register) = right.hold else {
                self.b.branch(flag, next, no);
                self.b.begin(next);
                left = right;
                continue;
            };
            let drop = self.b.block();
            self.b.branch(flag, next, drop);
            self.b.begin(drop);
            self.b.emit(Op::Release { register });
            self.b.jump(no);
            self.b.begin(next);
            left = right;
        }
    }

    /// A condition as a bool.
    pub fn condition_value(&mut self, expr: &'a Expr) -> Value {
        if let Expr::Compare(comparison) = expr
            && let ([op], [right]) = (&*comparison.ops, &*comparison.comparators)
        {
            let a = self.operand(&comparison.left, [right]);
            let b = self.expression(right);
            self.at(comparison);
            let flag = self.compare(*op, a, b);
            self.b.done(b);
            self.b.done(a);
            return flag;
        }
        let register = self.b.temp(crate::ir::Repr::Bool, false);
        let (yes, no, after) = (self.b.block(), self.b.block(), self.b.block());
        self.condition(expr, yes, no);
        for (block, flag) in [(yes, true), (no, false)] {
            self.b.begin(block);
            self.b.emit(Op::Copy {
                to: register,
                from: Operand::Bool(flag),
            });
            self.b.jump(after);
        }
        self.b.begin(after);
        Value::in_temp(register, Ty::Bool, false)
    }
}
