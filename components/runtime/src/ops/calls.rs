//! Calls.

use super::type_name;
use crate::args::Args;
use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

/// `f(..)`
pub fn call(vm: &mut Vm, f: &Value, _args: &Args<'_>) -> Res {
    Err(vm.type_error(&format!("'{}' object is not callable", type_name(f))))
}

/// `o.name(..)`; the receiver is not among the arguments.
pub fn call_method(vm: &mut Vm, o: &Value, name: &Value, args: &Args<'_>) -> Res {
    let method = super::attributes::get(vm, o, name)?;
    call(vm, &method, args)
}
