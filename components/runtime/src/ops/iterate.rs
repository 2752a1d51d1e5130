//! Iteration.

use std::rc::Rc;

use super::type_name;
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::types::{bytearray, bytes, dict, list, memoryview, range, set, str, tuple};
use crate::value::Value;
use crate::vm::Vm;

/// `iter(o)`
pub fn iterate(vm: &mut Vm, o: &Value) -> Res {
    match o.body() {
        Some(Body::List(_)) => list::iterate(vm, o),
        Some(Body::Tuple(_)) => tuple::iterate(vm, o),
        Some(Body::Dict(_)) => dict::iterate(vm, o),
        Some(Body::Set(_) | Body::FrozenSet(_)) => set::iterate(vm, o),
        Some(Body::Str(_)) => str::iterate(vm, o),
        Some(Body::Bytes(_)) => bytes::iterate(vm, o),
        Some(Body::ByteArray(_)) => bytearray::iterate(vm, o),
        Some(Body::MemoryView(_)) => memoryview::iterate(vm, o),
        Some(Body::Range(_)) => range::iterate(vm, o),
        Some(Body::Iterator(iterator)) => match iterator.state.as_view() {
            Some(view) => Ok(view.iterate()),
            None => Ok(o.clone()),
        },
        _ => Err(vm.type_error(&format!("'{}' object is not iterable", type_name(o)))),
    }
}

/// `reversed(o)`
pub fn reversed(vm: &mut Vm, o: &Value) -> Res {
    match o.body() {
        Some(Body::List(_)) => list::reversed(vm, o),
        Some(Body::Dict(_)) => dict::reversed(vm, o),
        Some(Body::Range(_)) => range::reversed(vm, o),
        Some(Body::Iterator(iterator)) if iterator.state.as_view().is_some() => Ok(iterator
            .state
            .as_view()
            .map_or(Value::NONE, |view| view.reversed())),
        Some(
            Body::Tuple(_)
            | Body::Str(_)
            | Body::Bytes(_)
            | Body::ByteArray(_)
            | Body::MemoryView(_),
        ) => {
            let length = super::items::length(vm, o)?;
            Ok(crate::types::sequence::Indexed::backwards(o, length))
        }
        _ => Err(vm.type_error(&format!("'{}' object is not reversible", type_name(o)))),
    }
}

/// The next item; `Value::ABSENT` when there is none. May be pending.
pub fn next(vm: &mut Vm, iterator: &Value) -> Res {
    match iterator.body() {
        Some(Body::Iterator(body)) => body.state.next(iterator, vm),
        _ => Err(vm.type_error(&format!(
            "'{}' object is not an iterator",
            type_name(iterator)
        ))),
    }
}

/// What consumes items: called with each one; `Ok(Some(result))` ends early.
pub type Each = dyn Fn(&mut Vm, Value) -> Res<Option<Value>>;

/// All items of an iterable, then `done` with them. Pending wherever the iterator is.
pub fn collect_then(
    vm: &mut Vm,
    iterable: &Value,
    done: impl FnOnce(&mut Vm, Vec<Value>) -> Res + 'static,
) -> Res {
    match iterable.body() {
        Some(Body::List(items)) => {
            let items = items.borrow().clone();
            return done(vm, items);
        }
        Some(Body::Tuple(items)) => return done(vm, items.to_vec()),
        _ => {}
    }
    let iterator = iterate(vm, iterable)?;
    collect_rest(vm, iterator, Vec::new(), Box::new(done))
}

/// One more item, if there is room. What was collected goes at once: the exception needs a place.
fn keep(vm: &mut Vm, items: &mut Vec<Value>, item: Value) -> Res<()> {
    if items.len() == items.capacity() && items.try_reserve(1).is_err() {
        drop(std::mem::take(items));
        return Err(vm.memory_error());
    }
    items.push(item);
    Ok(())
}

type Done = Box<dyn FnOnce(&mut Vm, Vec<Value>) -> Res>;

fn collect_rest(vm: &mut Vm, iterator: Value, mut items: Vec<Value>, done: Done) -> Res {
    loop {
        match next(vm, &iterator) {
            Ok(item) if item.is_absent() => return done(vm, items),
            Ok(item) => keep(vm, &mut items, item)?,
            Err(Raise::Pending) => {
                return vm.then(move |vm, answer| {
                    let item = answer?;
                    if item.is_absent() {
                        return done(vm, items);
                    }
                    keep(vm, &mut items, item)?;
                    collect_rest(vm, iterator, items, done)
                });
            }
            Err(raise) => return Err(raise),
        }
    }
}

/// Calls `each` with every item until it yields a result; `end` makes the result when there are no more items.
pub fn each_then(
    vm: &mut Vm,
    iterator: Value,
    each: Rc<Each>,
    end: impl FnOnce(&mut Vm) -> Res + 'static,
) -> Res {
    each_rest(vm, iterator, each, Box::new(end))
}

fn each_rest(
    vm: &mut Vm,
    iterator: Value,
    each: Rc<Each>,
    end: Box<dyn FnOnce(&mut Vm) -> Res>,
) -> Res {
    loop {
        match next(vm, &iterator) {
            Ok(item) if item.is_absent() => return end(vm),
            Ok(item) => {
                if let Some(result) = each(vm, item)? {
                    return Ok(result);
                }
            }
            Err(Raise::Pending) => {
                return vm.then(move |vm, answer| {
                    let item = answer?;
                    if item.is_absent() {
                        return end(vm);
                    }
                    match each(vm, item)? {
                        Some(result) => Ok(result),
                        None => each_rest(vm, iterator, each, end),
                    }
                });
            }
            Err(raise) => return Err(raise),
        }
    }
}
