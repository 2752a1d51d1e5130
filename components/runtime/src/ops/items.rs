//! `o[key]`, `o[key] = v`, `del o[key]`, `v in o`, `len(o)`.

use std::rc::Rc;

use super::{compare, iterate, type_name};
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::types::exception::ExcType;
use crate::types::{bytearray, bytes, dict, list, memoryview, range, set, str, tuple};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// `o[key]`
pub fn get(vm: &mut Vm, o: &Value, key: &Value) -> Res {
    match o.body() {
        Some(Body::List(items)) => {
            if let Kind::Int(at) = key.kind()
                && let Ok(at) = usize::try_from(at)
                && let Some(item) = items.borrow().get(at)
            {
                return Ok(item.clone());
            }
            list::get_item(vm, o, key)
        }
        Some(Body::Dict(_)) => dict::get_item(vm, o, key),
        Some(Body::Tuple(_)) => tuple::get_item(vm, o, key),
        Some(Body::Str(_)) => str::get_item(vm, o, key),
        Some(Body::Bytes(_) | Body::ByteArray(_)) => bytes::get_item(vm, o, key),
        Some(Body::MemoryView(_)) => memoryview::get_item(vm, o, key),
        Some(Body::Range(_)) => range::get_item(vm, o, key),
        Some(Body::Class(class)) => {
            if class.builtin.is_some_and(is_generic) {
                let message = format!("{}[..] as a value is not supported", class.name);
                return Err(vm.error(ExcType::NotImplementedError, &message));
            }
            let message = format!("type '{}' is not subscriptable", class.name);
            Err(vm.type_error(&message))
        }
        _ => Err(vm.type_error(&format!("'{}' object is not subscriptable", type_name(o)))),
    }
}

/// Types that CPython has types in brackets for.
fn is_generic(id: TypeId) -> bool {
    use TypeId::{Dict, FrozenSet, List, Set, Tuple, Type};
    matches!(id, Dict | FrozenSet | List | Set | Tuple | Type)
}

/// `o[index]` for a number.
#[inline]
pub fn get_at(vm: &mut Vm, o: &Value, index: i64) -> Res {
    if let (Some(Body::List(items)), Ok(at)) = (o.body(), usize::try_from(index))
        && let Some(item) = items.borrow().get(at)
    {
        return Ok(item.clone());
    }
    get(vm, o, &Value::int(index))
}

/// `o[key] = item`. Pending where a slice of a list is assigned an iterator that is.
pub fn set(vm: &mut Vm, o: &Value, key: &Value, item: &Value) -> Res<()> {
    match o.body() {
        Some(Body::List(_)) => list::set_item(vm, o, key, item),
        Some(Body::Dict(_)) => dict::set_item(vm, o, key, item),
        Some(Body::ByteArray(_)) => bytearray::set_item(vm, o, key, item),
        Some(Body::MemoryView(_)) => memoryview::set_item(vm, o, key, item),
        _ => Err(vm.type_error(&format!(
            "'{}' object does not support item assignment",
            type_name(o)
        ))),
    }
}

/// `o[index] = item` for a number.
#[inline]
pub fn set_at(vm: &mut Vm, o: &Value, index: i64, item: &Value) -> Res<()> {
    if let (Some(Body::List(items)), Ok(at)) = (o.body(), usize::try_from(index)) {
        let mut items = items.borrow_mut();
        if let Some(place) = items.get_mut(at) {
            let before = std::mem::replace(place, item.clone());
            drop(items);
            drop(before);
            return Ok(());
        }
    }
    set(vm, o, &Value::int(index), item)
}

/// `del o[key]`
pub fn delete(vm: &mut Vm, o: &Value, key: &Value) -> Res<()> {
    match o.body() {
        Some(Body::List(_)) => list::del_item(vm, o, key),
        Some(Body::Dict(_)) => dict::del_item(vm, o, key),
        Some(Body::ByteArray(_)) => bytearray::del_item(vm, o, key),
        Some(Body::MemoryView(_)) => memoryview::del_item(vm, o, key),
        _ => {
            let name = type_name(o);
            // CPython says it in two ways: types with items, and types without.
            let does = if knows_items(o) {
                "doesn't"
            } else {
                "does not"
            };
            Err(vm.type_error(&format!("'{name}' object {does} support item deletion")))
        }
    }
}

fn knows_items(o: &Value) -> bool {
    match o.body() {
        Some(Body::Iterator(iterator)) => iterator.state.as_view().is_some(),
        Some(body) => matches!(
            body,
            Body::Tuple(_)
                | Body::Str(_)
                | Body::Bytes(_)
                | Body::Range(_)
                | Body::Set(_)
                | Body::FrozenSet(_)
        ),
        None => false,
    }
}

/// `item in o`, a bool value. May be pending.
pub fn contains(vm: &mut Vm, o: &Value, item: &Value) -> Res {
    match o.body() {
        Some(Body::List(_)) => list::contains(vm, o, item),
        Some(Body::Tuple(items)) => {
            crate::types::sequence::contains(vm, items, item).map(Value::bool)
        }
        Some(Body::Dict(_)) => dict::contains(vm, o, item),
        Some(Body::Set(_) | Body::FrozenSet(_)) => set::contains(vm, o, item),
        Some(Body::Str(_)) => str::contains(vm, o, item),
        Some(Body::Bytes(_) | Body::ByteArray(_)) => bytes::contains(vm, o, item),
        Some(Body::MemoryView(_)) => memoryview::contains(vm, o, item),
        Some(Body::Range(_)) => range::contains(vm, o, item),
        Some(Body::Iterator(iterator)) => match iterator.state.as_view() {
            Some(view) => view.contains(vm, item).map(Value::bool),
            None => contained(vm, o, item),
        },
        _ => Err(vm.type_error(&format!(
            "argument of type '{}' is not iterable",
            type_name(o)
        ))),
    }
}

/// Looks for the item until the iterator yields it.
fn contained(vm: &mut Vm, iterator: &Value, item: &Value) -> Res {
    let item = item.clone();
    let each = move |vm: &mut Vm, other: Value| {
        Ok(compare::equal(vm, &other, &item)?.then_some(Value::TRUE))
    };
    iterate::each_then(vm, iterator.clone(), Rc::new(each), |_| Ok(Value::FALSE))
}

/// `len(o)` as a value: a range may be longer than memory.
pub fn length_value(vm: &mut Vm, o: &Value) -> Res {
    match o.body() {
        Some(Body::Range(_)) => range::length_value(vm, o),
        _ => length(vm, o).map(Value::size),
    }
}

/// `len(o)` of what fits into memory.
pub fn length(vm: &mut Vm, o: &Value) -> Res<usize> {
    match o.body() {
        Some(Body::List(_)) => Ok(list::length(o)),
        Some(Body::Tuple(items)) => Ok(items.len()),
        Some(Body::Dict(_)) => Ok(dict::length(o)),
        Some(Body::Set(_) | Body::FrozenSet(_)) => Ok(set::length(o)),
        Some(Body::Str(_)) => Ok(str::length(o)),
        Some(Body::Bytes(_) | Body::ByteArray(_)) => Ok(bytes::length(o)),
        Some(Body::MemoryView(_)) => memoryview::length(vm, o),
        Some(Body::Range(_)) => range::length(vm, o),
        Some(Body::Iterator(iterator)) if iterator.state.as_view().is_some() => {
            Ok(iterator.state.as_view().map_or(0, |view| view.len()))
        }
        _ => Err(vm.type_error(&format!("object of type '{}' has no len()", type_name(o)))),
    }
}

/// Whether a `case [..]` pattern looks at it: a list, tuple, range or memoryview, but no str, bytes or bytearray.
pub fn is_sequence(o: &Value) -> bool {
    matches!(
        o.type_id(),
        TypeId::List | TypeId::Tuple | TypeId::Range | TypeId::MemoryView
    )
}
