//! `operator.index`

use super::type_name;
use crate::error::Res;
use crate::object::Body;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// An int or a bool as an int; else "'float' object cannot be interpreted as an integer".
pub fn index(vm: &mut Vm, value: &Value) -> Res {
    match value.kind() {
        Kind::Int(_) => Ok(value.clone()),
        Kind::Bool(truth) => Ok(Value::int(i64::from(truth))),
        Kind::Obj(obj) if matches!(obj.body, Body::Int(_)) => Ok(value.clone()),
        _ => {
            let name = type_name(value);
            Err(vm.type_error(&format!(
                "'{name}' object cannot be interpreted as an integer"
            )))
        }
    }
}
