//! `hash(v)`

use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

/// The hash, never -1; `TypeError` for what has none.
pub fn hash(vm: &mut Vm, value: &Value) -> Res<i64> {
    let name = super::type_name(value);
    Err(vm.type_error(&format!("unhashable type: '{name}'")))
}
