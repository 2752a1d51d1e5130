//! Operators between ints.

use molt_number::int as number;
use num_bigint::BigInt;

use super::{big, raise};
use crate::error::Res;
use crate::ops::arithmetic::BinaryOp;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// `a op b` of ints within 47 bits, where that is quick; None: the long way finds the result or raises.
#[inline]
pub fn small(op: BinaryOp, a: i64, b: i64) -> Option<Value> {
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a.checked_mul(b)?,
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::FloorDiv if b != 0 => a / b - i64::from(a % b != 0 && (a < 0) != (b < 0)),
        BinaryOp::Mod if b != 0 => {
            let rest = a % b;
            if rest != 0 && (rest < 0) != (b < 0) {
                rest + b
            } else {
                rest
            }
        }
        // 47 bits are exact as floats, and their quotient is rounded once.
        BinaryOp::TrueDiv if b != 0 => return Some(Value::float(a as f64 / b as f64)),
        BinaryOp::RShift if b >= 0 => a >> b.min(63),
        BinaryOp::LShift if (0..=16).contains(&b) => a << b,
        BinaryOp::Pow if b >= 0 => a.checked_pow(u32::try_from(b).ok()?)?,
        _ => return None,
    };
    Some(Value::int(result))
}

/// `a op b` where both are ints (or bools); None for others and for `@`.
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    if let (Kind::Bool(a), Kind::Bool(b)) = (a.kind(), b.kind()) {
        match op {
            BinaryOp::And => return Ok(Some(Value::bool(a & b))),
            BinaryOp::Or => return Ok(Some(Value::bool(a | b))),
            BinaryOp::Xor => return Ok(Some(Value::bool(a ^ b))),
            _ => {}
        }
    }
    if let (Some(a), Some(b)) = (a.as_small(), b.as_small())
        && let Some(result) = small(op, a, b)
    {
        return Ok(Some(result));
    }
    let (Some(a), Some(b)) = (big(a), big(b)) else {
        return Ok(None);
    };
    let (a, b) = (a.as_ref(), b.as_ref());
    let result = match op {
        BinaryOp::Add => Ok(a + b),
        BinaryOp::Sub => Ok(a - b),
        BinaryOp::Mul => number::mul(a, b),
        BinaryOp::FloorDiv => number::floor_div(a, b),
        BinaryOp::Mod => number::modulo(a, b),
        BinaryOp::And => Ok(a & b),
        BinaryOp::Or => Ok(a | b),
        BinaryOp::Xor => Ok(a ^ b),
        BinaryOp::LShift => number::shl(a, b),
        BinaryOp::RShift => number::shr(a, b),
        BinaryOp::TrueDiv => {
            return number::true_div(a, b)
                .map(|x| Some(Value::float(x)))
                .map_err(|error| raise(vm, error));
        }
        BinaryOp::Pow => return raised_to(vm, a, b).map(Some),
        BinaryOp::MatMul => return Ok(None),
    };
    result
        .map(|n| Some(Value::big(n)))
        .map_err(|error| raise(vm, error))
}

fn raised_to(vm: &mut Vm, a: &BigInt, b: &BigInt) -> Res {
    match number::pow(a, b) {
        Ok(number::Power::Int(n)) => Ok(Value::big(n)),
        Ok(number::Power::Float(x)) => Ok(Value::float(x)),
        Err(error) => Err(raise(vm, error)),
    }
}

/// `pow(a, b, modulus)` of ints; None if one of them is no int.
pub fn power(vm: &mut Vm, a: &Value, b: &Value, modulus: &Value) -> Res<Option<Value>> {
    let (Some(a), Some(b), Some(modulus)) = (big(a), big(b), big(modulus)) else {
        return Ok(None);
    };
    number::pow_mod(&a, &b, &modulus)
        .map(|n| Some(Value::big(n)))
        .map_err(|error| raise(vm, error))
}

/// `divmod(a, b)` of ints; None if one of them is no int.
pub fn divide(vm: &mut Vm, a: &Value, b: &Value) -> Res<Option<(Value, Value)>> {
    if let (Some(a), Some(b)) = (a.as_small(), b.as_small())
        && let (Some(quotient), Some(rest)) =
            (small(BinaryOp::FloorDiv, a, b), small(BinaryOp::Mod, a, b))
    {
        return Ok(Some((quotient, rest)));
    }
    let (Some(a), Some(b)) = (big(a), big(b)) else {
        return Ok(None);
    };
    match number::divmod(&a, &b) {
        Ok((quotient, rest)) => Ok(Some((Value::big(quotient), Value::big(rest)))),
        Err(error) => Err(raise(vm, error)),
    }
}

/// `-a` of an int or a bool.
pub fn negate(a: &Value) -> Option<Value> {
    match a.as_small() {
        Some(n) => Some(Value::int(-n)),
        None => big(a).map(|n| Value::big(-n.into_owned())),
    }
}

/// `~a` of an int or a bool.
pub fn invert(a: &Value) -> Option<Value> {
    match a.as_small() {
        Some(n) => Some(Value::int(!n)),
        None => big(a).map(|n| Value::big(number::invert(&n))),
    }
}

/// `abs(a)` of an int or a bool.
pub fn magnitude(a: &Value) -> Option<Value> {
    match a.as_small() {
        Some(n) => Some(Value::int(n.abs())),
        None => big(a).map(|n| Value::big(BigInt::from(n.magnitude().clone()))),
    }
}
