//! `bool(v)`

use crate::error::Res;
use crate::object::Body;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// Whether it counts as true.
pub fn truth(vm: &mut Vm, value: &Value) -> Res<bool> {
    let _ = vm;
    Ok(match value.kind() {
        Kind::Int(number) => number != 0,
        Kind::Float(number) => number != 0.0,
        Kind::Bool(truth) => truth,
        Kind::None => false,
        Kind::Obj(obj) => match &obj.body {
            Body::Str(str) => !str.text.is_empty(),
            Body::Bytes(content) => !content.is_empty(),
            Body::List(items) => !items.borrow().is_empty(),
            Body::Tuple(items) => !items.is_empty(),
            _ => true,
        },
    })
}
