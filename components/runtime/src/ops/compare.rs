//! `< <= == != > >=`
//!
//! No comparison of this release runs a function of the program: nothing here is ever pending.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::type_name;
use crate::error::Res;
use crate::object::{Body, Obj};
use crate::types;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// The answer when the operands are ordered so.
    #[inline]
    pub fn holds(self, ordering: Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }

    /// The answer when there may be no order: a NaN is not equal, and neither less nor greater.
    #[inline]
    pub fn holds_partly(self, ordering: Option<Ordering>) -> bool {
        ordering.map_or(self == CompareOp::Ne, |ordering| self.holds(ordering))
    }

    /// The answer of `==` or `!=` for operands that are (un)equal; None for the other operators.
    #[inline]
    pub fn equality(self, equal: bool) -> Option<bool> {
        match self {
            CompareOp::Eq => Some(equal),
            CompareOp::Ne => Some(!equal),
            _ => None,
        }
    }
}

/// `a op b`, a bool value.
#[inline]
pub fn compare(vm: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> Res {
    compare_bool(vm, op, a, b).map(Value::bool)
}

/// `a op b`
#[inline]
pub fn compare_bool(vm: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> Res<bool> {
    if let (Kind::Int(a), Kind::Int(b)) = (a.kind(), b.kind()) {
        return Ok(op.holds(a.cmp(&b)));
    }
    match compare_known(vm, op, a, b)? {
        Some(answer) => Ok(answer),
        None => match op.equality(a.is(b)) {
            Some(answer) => Ok(answer),
            None => Err(not_supported(vm, op, a, b)),
        },
    }
}

/// `a == b` as containers ask it: the same object is equal.
#[inline]
pub fn equal(vm: &mut Vm, a: &Value, b: &Value) -> Res<bool> {
    Ok(a.is(b) || compare_bool(vm, CompareOp::Eq, a, b)?)
}

#[cold]
fn not_supported(vm: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> crate::Raise {
    let (symbol, a, b) = (op.symbol(), type_name(a), type_name(b));
    vm.type_error(&format!(
        "'{symbol}' not supported between instances of '{a}' and '{b}'"
    ))
}

/// None: the types do not know each other.
fn compare_known(vm: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> Res<Option<bool>> {
    if let Some(ordering) = compare_numbers(a, b) {
        return Ok(Some(op.holds_partly(ordering)));
    }
    let (Some(left), Some(right)) = (a.body(), b.body()) else {
        return Ok(None);
    };
    match (left, right) {
        (Body::Str(x), Body::Str(y)) => Ok(Some(compare_strs(op, &x.text, &y.text))),
        (Body::List(x), Body::List(y)) => {
            // Comparing changes nothing, so the borrows (shared with those of the same list further in) may last.
            types::tuple::compare(vm, op, &x.borrow(), &y.borrow()).map(Some)
        }
        (Body::Tuple(x), Body::Tuple(y)) => types::tuple::compare(vm, op, x, y).map(Some),
        (Body::Dict(x), Body::Dict(y)) => match op {
            CompareOp::Eq | CompareOp::Ne => {
                let equal = types::dict::equal(vm, x, y)?;
                Ok(op.equality(equal))
            }
            _ => Ok(None),
        },
        (Body::Set(x) | Body::FrozenSet(x), Body::Set(y) | Body::FrozenSet(y)) => {
            types::set::compare(vm, op, &x.borrow(), &y.borrow()).map(Some)
        }
        (Body::Range(x), Body::Range(y)) => match op {
            CompareOp::Eq | CompareOp::Ne => Ok(op.equality(types::range::equal(x, y))),
            _ => Ok(None),
        },
        (Body::Slice(x), Body::Slice(y)) => {
            types::tuple::compare(vm, op, &x.parts(), &y.parts()).map(Some)
        }
        (Body::Iterator(x), _) if x.state.as_view().is_some() => {
            types::dict::compare_view(vm, op, a, b)
        }
        (_, Body::Iterator(y)) if y.state.as_view().is_some() => {
            types::dict::compare_view(vm, swapped(op), b, a)
        }
        _ => Ok(compare_binary(op, a, b)),
    }
}

/// bytes, bytearrays and memoryviews know each other.
fn compare_binary(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    let is_view = |value: &Value| matches!(value.body(), Some(Body::MemoryView(_)));
    let is_binary = |value: &Value| {
        is_view(value) || matches!(value.body(), Some(Body::Bytes(_) | Body::ByteArray(_)))
    };
    if !is_binary(a) || !is_binary(b) {
        return None;
    }
    let of_views = || match is_view(a) || is_view(b) {
        true => types::memoryview::compare(op, a, b),
        false => None,
    };
    types::bytes::compare(op, a, b).or_else(of_views)
}

fn swapped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

fn compare_strs(op: CompareOp, a: &molt_text::Text, b: &molt_text::Text) -> bool {
    match op {
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        _ => op.holds(a.cmp(b)),
    }
}

/// The order of two numbers; None inside for NaN, None outside when one is no number.
fn compare_numbers(a: &Value, b: &Value) -> Option<Option<Ordering>> {
    match (number(a)?, number(b)?) {
        (Number::Small(a), Number::Small(b)) => Some(Some(a.cmp(&b))),
        (Number::Float(a), Number::Float(b)) => Some(a.partial_cmp(&b)),
        (Number::Big(a), Number::Big(b)) => Some(Some(a.cmp(b))),
        // A big int is beyond all small ones.
        (Number::Big(a), Number::Small(_)) => Some(Some(a.sign().cmp(&num_bigint::Sign::NoSign))),
        (Number::Small(_), Number::Big(b)) => Some(Some(num_bigint::Sign::NoSign.cmp(&b.sign()))),
        // 47 bits are exact as a float.
        (Number::Float(a), Number::Small(b)) => Some(a.partial_cmp(&(b as f64))),
        (Number::Small(a), Number::Float(b)) => Some((a as f64).partial_cmp(&b)),
        (Number::Big(a), Number::Float(b)) => Some(molt_number::int::compare_float(a, b)),
        (Number::Float(a), Number::Big(b)) => {
            Some(molt_number::int::compare_float(b, a).map(Ordering::reverse))
        }
    }
}

enum Number<'a> {
    Small(i64),
    Big(&'a BigInt),
    Float(f64),
}

#[inline]
fn number(value: &Value) -> Option<Number<'_>> {
    Some(match value.kind() {
        Kind::Int(number) => Number::Small(number),
        Kind::Bool(truth) => Number::Small(i64::from(truth)),
        Kind::Float(number) => Number::Float(number),
        Kind::Obj(Obj {
            body: Body::Int(big),
            ..
        }) => Number::Big(big),
        _ => return None,
    })
}
