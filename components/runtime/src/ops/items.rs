//! `o[key]`, `o[key] = v`, `del o[key]`, `v in o`, `len(o)`.

use super::type_name;
use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

/// `o[key]`
pub fn get(vm: &mut Vm, o: &Value, _key: &Value) -> Res {
    Err(vm.type_error(&format!("'{}' object is not subscriptable", type_name(o))))
}

/// `o[key] = item`
pub fn set(vm: &mut Vm, o: &Value, _key: &Value, _item: &Value) -> Res<()> {
    Err(vm.type_error(&format!("'{}' object does not support item assignment", type_name(o))))
}

/// `del o[key]`
pub fn delete(vm: &mut Vm, o: &Value, _key: &Value) -> Res<()> {
    Err(vm.type_error(&format!("'{}' object doesn't support item deletion", type_name(o))))
}

/// `item in o`, a bool value.
pub fn contains(vm: &mut Vm, o: &Value, _item: &Value) -> Res {
    Err(vm.type_error(&format!("argument of type '{}' is not iterable", type_name(o))))
}

/// `len(o)`
pub fn length(vm: &mut Vm, o: &Value) -> Res<usize> {
    Err(vm.type_error(&format!("object of type '{}' has no len()", type_name(o))))
}
