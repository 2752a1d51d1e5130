//! `+ - * / // % ** << >> & | ^ @`, unary operators, augmented assignment.

use super::type_name;
use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

/// An operator with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    MatMul,
}

/// An operator with one operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
    Not,
}

impl BinaryOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::TrueDiv => "/",
            BinaryOp::FloorDiv => "//",
            BinaryOp::Mod => "%",
            BinaryOp::Pow => "** or pow()",
            BinaryOp::LShift => "<<",
            BinaryOp::RShift => ">>",
            BinaryOp::And => "&",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
            BinaryOp::MatMul => "@",
        }
    }
}

/// `a op b`
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res {
    Err(unsupported(vm, op.symbol(), a, b))
}

/// `a op= b`
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res {
    binary(vm, op, a, b)
}

/// `op a`
pub fn unary(vm: &mut Vm, op: UnaryOp, a: &Value) -> Res {
    let symbol = match op {
        UnaryOp::Neg => "-",
        UnaryOp::Pos => "+",
        UnaryOp::Invert => "~",
        UnaryOp::Not => return super::truth::truth(vm, a).map(|t| Value::bool(!t)),
    };
    Err(vm.type_error(&format!("bad operand type for unary {symbol}: '{}'", type_name(a))))
}

/// "unsupported operand type(s) for +: 'int' and 'str'"
#[cold]
pub fn unsupported(vm: &mut Vm, symbol: &str, a: &Value, b: &Value) -> crate::Raise {
    vm.type_error(&format!(
        "unsupported operand type(s) for {symbol}: '{}' and '{}'",
        type_name(a),
        type_name(b)
    ))
}
