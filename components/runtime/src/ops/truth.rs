//! `bool(v)`

use crate::error::Res;
use crate::object::Body;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// Whether it counts as true.
#[inline]
pub fn truth(vm: &mut Vm, value: &Value) -> Res<bool> {
    Ok(match value.kind() {
        Kind::Int(number) => number != 0,
        Kind::Float(number) => number != 0.0,
        Kind::Bool(truth) => truth,
        Kind::None => false,
        Kind::Obj(obj) => return truth_of_object(vm, value, &obj.body),
    })
}

fn truth_of_object(vm: &mut Vm, value: &Value, body: &Body) -> Res<bool> {
    Ok(match body {
        Body::Str(str) => !str.text.is_empty(),
        Body::Bytes(content) => !content.is_empty(),
        Body::List(items) => !items.borrow().is_empty(),
        Body::Tuple(items) => !items.is_empty(),
        Body::Dict(dict) => !dict.borrow().is_empty(),
        Body::Set(set) | Body::FrozenSet(set) => !set.borrow().is_empty(),
        Body::ByteArray(buffer) => !buffer.content.borrow().is_empty(),
        Body::Range(range) => !range.is_empty(),
        Body::MemoryView(_) => super::items::length(vm, value)? != 0,
        Body::Iterator(iterator) => iterator.state.as_view().is_none_or(|view| !view.is_empty()),
        _ => true,
    })
}
