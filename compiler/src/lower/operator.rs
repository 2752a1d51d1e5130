//! Operators.

use ruff_python_ast::{
    BoolOp, CmpOp, Expr, ExprBinOp, ExprBoolOp, ExprUnaryOp, Number, Operator, UnaryOp as Sign,
};
use ruff_text_size::Ranged;

use super::body::Body;
use super::value::Value;
use crate::infer::{self, Ty};
use crate::ir::{BinaryOp, CompareOp, Intrinsic, Op, Operand, Repr, UnaryOp};

/// Ints up to here are floats exactly.
const EXACT: i64 = 1 << 53;

/// The operator of the tree as the contract numbers it.
pub fn binary_op(op: Operator) -> BinaryOp {
    match op {
        Operator::Add => BinaryOp::Add,
        Operator::Sub => BinaryOp::Sub,
        Operator::Mult => BinaryOp::Mul,
        Operator::MatMult => BinaryOp::MatMul,
        Operator::Div => BinaryOp::TrueDiv,
        Operator::Mod => BinaryOp::Mod,
        Operator::Pow => BinaryOp::Pow,
        Operator::LShift => BinaryOp::LShift,
        Operator::RShift => BinaryOp::RShift,
        Operator::BitOr => BinaryOp::Or,
        Operator::BitXor => BinaryOp::Xor,
        Operator::BitAnd => BinaryOp::And,
        Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

impl<'a> Body<'_, 'a> {
    /// `a op b`
    pub fn binary(&mut self, operation: &'a ExprBinOp) -> Value {
        if self.refuse_union(operation) {
            return Value::none();
        }
        let a = self.operand(&operation.left, [&*operation.right]);
        let b = self.expression(&operation.right);
        self.at(operation);
        self.binary_values(binary_op(operation.op), a, b, false)
    }

    /// The operator on values, which are given back.
    pub fn binary_values(&mut self, op: BinaryOp, a: Value, b: Value, in_place: bool) -> Value {
        let ty = infer::binary(op, a.ty, b.ty, b.literal());
        if a.ty.is_int() && b.ty.is_int() {
            if op == BinaryOp::TrueDiv {
                return self.binary_op(ty, a, b, |to, a, b| Op::IntDivide { to, a, b });
            }
            if op == BinaryOp::Pow && b.literal() == Some(2) {
                return self.binary_op(Ty::Int, a, a, |to, a, b| Op::IntBinary {
                    to,
                    op: BinaryOp::Mul,
                    a,
                    b,
                });
            }
            if !matches!(op, BinaryOp::Pow | BinaryOp::MatMul) {
                return self.binary_op(ty, a, b, |to, a, b| Op::IntBinary { to, op, a, b });
            }
        } else if a.ty.is_number() && b.ty.is_number() && ty == Ty::Float {
            let a = self.float(a);
            let b = self.float(b);
            return self.binary_op(ty, a, b, |to, a, b| Op::FloatBinary { to, op, a, b });
        }
        let a = self.boxed(a);
        let b = self.boxed(b);
        let mut result = self.binary_op(Ty::Any, a, b, |to, a, b| Op::Binary {
            to,
            op,
            a,
            b,
            in_place,
        });
        if ty.repr() != Repr::Boxed {
            return self.unboxed(result, ty);
        }
        result.ty = if ty == Ty::Never { Ty::Any } else { ty };
        result
    }

    fn binary_op(
        &mut self,
        ty: Ty,
        a: Value,
        b: Value,
        op: impl FnOnce(crate::ir::Register, Operand, Operand) -> Op,
    ) -> Value {
        let result = self.b.define(ty, |to| op(to, a.operand, b.operand));
        self.b.done(a);
        if a.operand != b.operand {
            self.b.done(b);
        }
        result
    }

    /// A number as a float.
    pub fn float(&mut self, value: Value) -> Value {
        if value.ty == Ty::Float {
            return value;
        }
        if let Some(number) = value.literal().filter(|number| number.abs() <= EXACT) {
            return Value::free(Operand::Float(number as f64), Ty::Float);
        }
        let result = self.b.define(Ty::Float, |to| Op::IntToFloat {
            to,
            from: value.operand,
        });
        self.b.done(value);
        result
    }

    /// `op a`
    pub fn unary(&mut self, operation: &'a ExprUnaryOp) -> Value {
        let op = match operation.op {
            Sign::Not => {
                let value = self.expression(&operation.operand);
                self.at(operation);
                let flag = self.truth(value);
                return self.not(flag);
            }
            Sign::USub => UnaryOp::Neg,
            Sign::UAdd => UnaryOp::Pos,
            Sign::Invert => UnaryOp::Invert,
        };
        if op == UnaryOp::Neg
            && let Expr::NumberLiteral(literal) = &*operation.operand
        {
            match &literal.value {
                Number::Int(int) => return self.int_literal(int, true),
                Number::Float(number) => return Value::free(Operand::Float(-number), Ty::Float),
                Number::Complex { .. } => {}
            }
        }
        let value = self.expression(&operation.operand);
        self.at(operation);
        let result = match (op, value.ty) {
            (UnaryOp::Pos, ty) if ty.is_number() => return value,
            (_, ty) if ty.is_int() => self.b.define(Ty::Int, |to| Op::IntUnary {
                to,
                op,
                a: value.operand,
            }),
            (UnaryOp::Neg, Ty::Float) => self.b.define(Ty::Float, |to| Op::FloatNeg {
                to,
                a: value.operand,
            }),
            _ => {
                let boxed = self.boxed(value);
                let result = self.b.define(Ty::Any, |to| Op::Unary {
                    to,
                    op,
                    a: boxed.operand,
                });
                self.b.done(boxed);
                return result;
            }
        };
        self.b.done(value);
        result
    }

    /// `not flag`
    pub fn not(&mut self, flag: Value) -> Value {
        let result = self.b.flag(|to| Op::Not {
            to,
            a: flag.operand,
        });
        self.b.done(flag);
        result
    }

    /// `bool(value)`; the value is given back.
    pub fn truth(&mut self, value: Value) -> Value {
        let flag = self.peek_truth(value);
        if value.ty != Ty::Bool {
            self.b.done(value);
        }
        flag
    }

    /// `bool(value)`; the value stays.
    pub fn peek_truth(&mut self, value: Value) -> Value {
        match value.ty {
            Ty::Bool => value,
            Ty::Word | Ty::Int => self.b.flag(|to| Op::IntCompare {
                to,
                op: CompareOp::Ne,
                a: value.operand,
                b: Operand::Int(0),
            }),
            Ty::Float => self.b.flag(|to| Op::FloatCompare {
                to,
                op: CompareOp::Ne,
                a: value.operand,
                b: Operand::Float(0.0),
            }),
            Ty::None => Value::bool(false),
            _ => self.b.flag(|to| Op::Truth {
                to,
                a: value.operand,
            }),
        }
    }

    /// One comparison. The values stay.
    pub fn compare(&mut self, op: CmpOp, a: Value, b: Value) -> Value {
        let op = match op {
            CmpOp::Eq => CompareOp::Eq,
            CmpOp::NotEq => CompareOp::Ne,
            CmpOp::Lt => CompareOp::Lt,
            CmpOp::LtE => CompareOp::Le,
            CmpOp::Gt => CompareOp::Gt,
            CmpOp::GtE => CompareOp::Ge,
            CmpOp::Is | CmpOp::IsNot => return self.identity(op == CmpOp::IsNot, a, b),
            CmpOp::In | CmpOp::NotIn => return self.contains(op == CmpOp::NotIn, a, b),
        };
        if a.ty.is_int() && b.ty.is_int() {
            return self.b.flag(|to| Op::IntCompare {
                to,
                op,
                a: a.operand,
                b: b.operand,
            });
        }
        if let (Some(a), Some(b)) = (as_float(a), as_float(b)) {
            return self.b.flag(|to| Op::FloatCompare { to, op, a, b });
        }
        let (boxed_a, boxed_b) = (self.lend(a), self.lend(b));
        let flag = self.b.flag(|to| Op::Compare {
            to,
            op,
            a: boxed_a.operand,
            b: boxed_b.operand,
        });
        self.b.done(boxed_b);
        self.b.done(boxed_a);
        flag
    }

    /// A boxed copy to look at; the value stays, the copy is given back.
    fn lend(&mut self, value: Value) -> Value {
        let kept = Value {
            hold: super::value::Hold::Free,
            ..value
        };
        self.boxed(kept)
    }

    fn identity(&mut self, negated: bool, a: Value, b: Value) -> Value {
        let (boxed_a, boxed_b) = (self.lend(a), self.lend(b));
        let flag = self.b.flag(|to| Op::Is {
            to,
            a: boxed_a.operand,
            b: boxed_b.operand,
        });
        self.b.done(boxed_b);
        self.b.done(boxed_a);
        if negated { self.not(flag) } else { flag }
    }

    fn contains(&mut self, negated: bool, item: Value, container: Value) -> Value {
        let (boxed_item, boxed) = (self.lend(item), self.lend(container));
        let flag = self
            .b
            .ask(Intrinsic::Contains, vec![boxed.operand, boxed_item.operand]);
        self.b.done(boxed);
        self.b.done(boxed_item);
        if negated { self.not(flag) } else { flag }
    }

    /// `a and b`, `a or b` as a value.
    pub fn bool_operation(&mut self, operation: &'a ExprBoolOp, whole: &'a Expr) -> Value {
        let ty = self.type_of(whole);
        let result = self.merge_value(ty);
        let after = self.b.block();
        let last = operation.values.len().saturating_sub(1);
        for (index, expr) in operation.values.iter().enumerate() {
            let value = self.expression(expr);
            self.at(expr);
            if index == last {
                self.merge_into(result, value, &expr.range());
                break;
            }
            let flag = self.peek_truth(value);
            if value.ty == Ty::Bool {
                // The flag is the value: keep it apart.
                let kept = Value {
                    hold: super::value::Hold::Free,
                    ..value
                };
                self.merge_into(result, kept, &expr.range());
            } else {
                self.merge_into(result, value, &expr.range());
            }
            let next = self.b.block();
            match operation.op {
                BoolOp::And => self.b.branch(flag, next, after),
                BoolOp::Or => self.b.branch(flag, after, next),
            }
            self.b.begin(next);
            if let Operand::Register(register) = result.operand {
                self.b.emit(Op::Release { register });
            }
        }
        self.b.fall_into(after);
        result
    }
}

fn as_float(value: Value) -> Option<Operand> {
    match (value.ty, value.literal()) {
        (Ty::Float, _) => Some(value.operand),
        (Ty::Word, Some(number)) if number.abs() <= EXACT => Some(Operand::Float(number as f64)),
        _ => None,
    }
}
