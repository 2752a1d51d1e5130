//! `+ - * / // % ** << >> & | ^ @`, unary operators, augmented assignment.

use super::type_name;
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::types::{self, float, int};
use crate::value::{Kind, Value};
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

/// `a op b`. May be pending (`str % ..`).
#[inline]
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res {
    if let Some(result) = quick(op, a, b) {
        return Ok(result);
    }
    match known(vm, op, a, b)? {
        Some(result) => Ok(result),
        None => Err(unsupported(vm, op.symbol(), a, b)),
    }
}

/// Small ints, and what floats cannot fail in.
#[inline]
fn quick(op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
    match (a.kind(), b.kind()) {
        (Kind::Int(a), Kind::Int(b)) => int::small(op, a, b),
        (Kind::Float(a), Kind::Float(b)) => quick_floats(op, a, b),
        (Kind::Float(a), Kind::Int(b)) => quick_floats(op, a, b as f64),
        (Kind::Int(a), Kind::Float(b)) => quick_floats(op, a as f64, b),
        _ => None,
    }
}

#[inline]
fn quick_floats(op: BinaryOp, a: f64, b: f64) -> Option<Value> {
    match op {
        BinaryOp::Add => Some(Value::float(a + b)),
        BinaryOp::Sub => Some(Value::float(a - b)),
        BinaryOp::Mul => Some(Value::float(a * b)),
        BinaryOp::TrueDiv if b != 0.0 => Some(Value::float(a / b)),
        _ => None,
    }
}

/// None: the types do not know each other. The left operand's type is asked first.
fn known(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    if is_number(a) && is_number(b) {
        return match int::binary(vm, op, a, b)? {
            Some(result) => Ok(Some(result)),
            None => float::binary(vm, op, a, b),
        };
    }
    let (left, right) = (family(a), family(b));
    if let Some(left) = left
        && let Some(result) = left(vm, op, a, b)?
    {
        return Ok(Some(result));
    }
    match right {
        Some(right) if left.is_none_or(|left| !std::ptr::fn_addr_eq(left, right)) => {
            right(vm, op, a, b)
        }
        _ => Ok(None),
    }
}

fn is_number(value: &Value) -> bool {
    match value.kind() {
        Kind::Obj(obj) => matches!(obj.body, Body::Int(_)),
        kind => !matches!(kind, Kind::None),
    }
}

type Binary = fn(&mut Vm, BinaryOp, &Value, &Value) -> Res<Option<Value>>;

/// The operators of a value's type, for types that are no numbers.
fn family(value: &Value) -> Option<Binary> {
    Some(match value.body()? {
        Body::Str(_) => types::str::binary,
        Body::Bytes(_) | Body::ByteArray(_) => types::bytes::binary,
        Body::List(_) => types::list::binary,
        Body::Tuple(_) => types::tuple::binary,
        Body::Dict(_) => types::dict::binary,
        Body::Set(_) | Body::FrozenSet(_) => types::set::binary,
        Body::Iterator(iterator) if iterator.state.as_view().is_some() => types::dict::binary_view,
        _ => return None,
    })
}

/// `a op= b`. May be pending (`list += iterable`).
#[inline]
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res {
    if let Some(result) = quick(op, a, b) {
        return Ok(result);
    }
    let changed = match a.body() {
        Some(Body::List(_)) => types::list::in_place(vm, op, a, b)?,
        Some(Body::ByteArray(_)) => types::bytearray::in_place(vm, op, a, b)?,
        Some(Body::Dict(_)) => types::dict::in_place(vm, op, a, b)?,
        Some(Body::Set(_)) => types::set::in_place(vm, op, a, b)?,
        _ => None,
    };
    if let Some(changed) = changed {
        return Ok(changed);
    }
    match known(vm, op, a, b)? {
        Some(result) => Ok(result),
        None => {
            let symbol = if op == BinaryOp::Pow {
                "**"
            } else {
                op.symbol()
            };
            Err(unsupported(vm, &format!("{symbol}="), a, b))
        }
    }
}

/// `op a`
pub fn unary(vm: &mut Vm, op: UnaryOp, a: &Value) -> Res {
    let (symbol, result) = match op {
        UnaryOp::Not => return super::truth::truth(vm, a).map(|t| Value::bool(!t)),
        UnaryOp::Invert => ("~", int::invert(a)),
        UnaryOp::Pos => ("+", numeric(a).then(|| int::plain(a))),
        UnaryOp::Neg => match a.kind() {
            Kind::Float(x) => return Ok(Value::float(-x)),
            _ => ("-", int::negate(a)),
        },
    };
    match result {
        Some(result) => Ok(result),
        None => Err(vm.type_error(&format!(
            "bad operand type for unary {symbol}: '{}'",
            type_name(a)
        ))),
    }
}

fn numeric(value: &Value) -> bool {
    matches!(value.type_id(), TypeId::Int | TypeId::Float | TypeId::Bool)
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
