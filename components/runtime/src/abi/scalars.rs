//! `molt:runtime/scalars`

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use crate::object::Body;
use crate::ops::arithmetic::{self, BinaryOp, UnaryOp};
use crate::ops::compare::{self, CompareOp};
use crate::ops::{index, truth};
use crate::value::{Kind, Lent, Value};
use crate::vm::Vm;

/// An int of any 64 bits.
pub fn int_from_s64(vm: &mut Vm, number: i64) -> u64 {
    vm.export(Ok(Value::int(number)))
}

/// An int literal.
pub fn int_from_decimal(vm: &mut Vm, digits: &[u8]) -> u64 {
    let number = BigInt::parse_bytes(digits, 10);
    let result = number
        .map(Value::big)
        .ok_or_else(|| vm.value_error("an int literal is not decimal"));
    vm.export(result)
}

/// The low 64 bits.
pub fn int_to_s64(vm: &mut Vm, number: u64) -> i64 {
    let Some(number) = vm.handles.import(number).map(Lent::new) else {
        return 0;
    };
    match number.body() {
        Some(Body::Int(big)) => {
            let low = big.iter_u64_digits().next().unwrap_or(0) as i64;
            if big.sign() == Sign::Minus {
                low.wrapping_neg()
            } else {
                low
            }
        }
        _ => number.as_small().unwrap_or(0),
    }
}

/// Whether it is an int within 64 bits.
pub fn int_fits(vm: &mut Vm, number: u64) -> bool {
    match vm.handles.import(number).map(Lent::new) {
        Some(number) => match number.kind() {
            Kind::Int(_) | Kind::Bool(_) => true,
            Kind::Obj(obj) => matches!(&obj.body, Body::Int(big) if big.to_i64().is_some()),
            _ => false,
        },
        None => false,
    }
}

/// `operator.index`
pub fn index(vm: &mut Vm, number: u64) -> u64 {
    borrow!(vm, number);
    let result = index::index(vm, &number);
    vm.export(result)
}

/// `a + b` of two strs. None: it is something else, or raises.
#[inline]
fn concatenated(vm: &mut Vm, a: u64, b: u64) -> Option<u64> {
    let left = vm.handles.peek(a)?.as_text()?;
    let right = vm.handles.peek(b)?.as_text()?;
    // A text and nothing is the text itself.
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let text = left.concat(right).ok()?;
    Some(vm.export_value(Value::text(text)))
}

/// `a += b` of two strs, where nobody else has `a`: it grows where it is. None as before.
#[inline]
fn grown(vm: &mut Vm, a: u64, b: u64) -> Option<u64> {
    let more = Lent::new(vm.handles.import(b)?);
    let more = more.as_text()?;
    let Body::Str(str) = vm.handles.sole(a)? else {
        return None;
    };
    str.text.append(more).ok()?;
    str.hash.set(-1);
    vm.handles.retain(a).then_some(a)
}

/// `a op b`
pub fn binary(vm: &mut Vm, op: BinaryOp, a: u64, b: u64) -> u64 {
    if op == BinaryOp::Add
        && let Some(text) = concatenated(vm, a, b)
    {
        return text;
    }
    lend!(vm, a, b);
    let result = arithmetic::binary(vm, op, &a, &b);
    vm.export(result)
}

/// `a op= b`
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: u64, b: u64) -> u64 {
    if op == BinaryOp::Add
        && let Some(text) = grown(vm, a, b)
    {
        return text;
    }
    lend!(vm, a, b);
    let result = arithmetic::in_place(vm, op, &a, &b);
    vm.export(result)
}

/// `op a`
pub fn unary(vm: &mut Vm, op: UnaryOp, a: u64) -> u64 {
    borrow!(vm, a);
    let result = arithmetic::unary(vm, op, &a);
    vm.export(result)
}

/// A comparison.
pub fn compare(vm: &mut Vm, op: CompareOp, a: u64, b: u64) -> u64 {
    lend!(vm, a, b);
    let result = compare::compare(vm, op, &a, &b);
    vm.export(result)
}

/// `bool(a)`
pub fn truth(vm: &mut Vm, a: u64) -> u64 {
    borrow!(vm, a);
    let result = truth::truth(vm, &a);
    vm.export_truth(result)
}
