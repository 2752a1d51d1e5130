//! `str(v)`, `repr(v)`, `ascii(v)`, `format(v, spec)`.

use super::type_name;
use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

/// `repr(v)`, a str. May be pending.
pub fn repr(vm: &mut Vm, value: &Value) -> Res {
    let _ = vm;
    Ok(Value::str(&format!("<{} object>", type_name(value))))
}

/// `str(v)`, a str. May be pending.
pub fn str(vm: &mut Vm, value: &Value) -> Res {
    if value.as_text().is_some() { Ok(value.clone()) } else { repr(vm, value) }
}
