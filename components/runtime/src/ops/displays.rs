//! Lists, sets and dicts as the program writes them, with stars and without.

use super::{calls, iterate, type_name, unpack};
use crate::args::Args;
use crate::error::Res;
use crate::object::Body;
use crate::types::{dict, list, set};
use crate::value::Value;
use crate::vm::Vm;

/// `{a, b}`
pub fn set(vm: &mut Vm, items: Vec<Value>) -> Res {
    set::from_items(vm, &items)
}

/// `{a: b}` of keys and values by turns.
pub fn dict(vm: &mut Vm, pairs: Vec<Value>) -> Res {
    dict::from_pairs(vm, &pairs)
}

/// Appends to what a comprehension fills.
pub fn append(vm: &mut Vm, target: &Value, item: Value) -> Res {
    if !matches!(target.body(), Some(Body::List(_))) {
        return Err(vm.type_error(&format!("cannot append to '{}'", type_name(target))));
    }
    list::append(vm, target, item).map(|()| Value::NONE)
}

/// Adds to a set.
pub fn add(vm: &mut Vm, target: &Value, item: Value) -> Res {
    if !matches!(target.body(), Some(Body::Set(_))) {
        return Err(vm.type_error(&format!("cannot add to '{}'", type_name(target))));
    }
    set::add(vm, target, &item).map(|()| Value::NONE)
}

/// `[*items]`, `{*items}`, `f(*items)`: a list or set takes all items.
pub fn extend(vm: &mut Vm, target: &Value, items: &Value) -> Res {
    if let Some(Body::Set(_)) = target.body() {
        return set::update(vm, &Args::of(&[target.clone(), items.clone()]));
    }
    if !unpack::is_iterable(items) {
        let given = type_name(items);
        return Err(vm.type_error(&format!("Value after * must be an iterable, not {given}")));
    }
    let target = target.clone();
    iterate::collect_then(vm, items, move |vm, items| match target.body() {
        Some(Body::List(list)) => {
            list.borrow_mut().extend(items);
            Ok(Value::NONE)
        }
        _ => Err(vm.type_error(&format!("cannot extend '{}'", type_name(&target)))),
    })
}

/// `{**mapping}`, or `f(**mapping)` when there is a caller: then a name twice is an error.
pub fn merge(vm: &mut Vm, target: &Value, mapping: &Value, caller: Option<Value>) -> Res {
    let (Some(Body::Dict(into)), Some(Body::Dict(from))) = (target.body(), mapping.body()) else {
        let given = type_name(mapping);
        return Err(match caller {
            Some(caller) => {
                let function = calls::shown_function(vm, &caller);
                vm.type_error(&format!(
                    "{function} argument after ** must be a mapping, not {given}"
                ))
            }
            None => vm.type_error(&format!("'{given}' object is not a mapping")),
        });
    };
    let pairs: Vec<(Value, Value)> = from
        .borrow()
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    for (key, value) in pairs {
        if let Some(caller) = &caller {
            let Some(name) = key.as_text() else {
                return Err(vm.type_error("keywords must be strings"));
            };
            let twice = into.borrow().get(vm, &key)?.is_some();
            if twice {
                let function = calls::shown_function(vm, caller);
                let message =
                    format!("{function} got multiple values for keyword argument '{name}'");
                return Err(vm.type_error(&message));
            }
        }
        let old = into.borrow_mut().insert(vm, &key, value)?;
        drop(old);
    }
    Ok(Value::NONE)
}
