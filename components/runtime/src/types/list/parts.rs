//! Assigning and deleting slices of a list.

use std::cell::RefCell;

use super::as_list;
use crate::error::{Raise, Res};
use crate::ops::iterate as iteration;
use crate::types::slice::{Slice, Span};
use crate::value::Value;
use crate::vm::Vm;

/// `l[slice] = iterable`. May be pending.
pub fn assign(vm: &mut Vm, this: &Value, slice: &Slice, iterable: &Value) -> Res<()> {
    let span = slice.span(vm, super::length(this))?;
    let message = match span.step {
        1 => "can only assign an iterable",
        _ => "must assign iterable to extended slice",
    };
    let source = match as_list(iterable) {
        Some(_) => iterable.clone(),
        None => match iteration::iterate(vm, iterable) {
            Ok(iterator) => iterator,
            Err(Raise::Pending) => return Err(Raise::Pending),
            Err(_) => return Err(vm.type_error(message)),
        },
    };
    let this = this.clone();
    let assigned = iteration::collect_then(vm, &source, move |vm, items| {
        if let Some(list) = as_list(&this) {
            replace(vm, list, span, items)?;
        }
        Ok(Value::NONE)
    });
    assigned.map(|_| ())
}

fn replace(vm: &mut Vm, list: &RefCell<Vec<Value>>, span: Span, items: Vec<Value>) -> Res<()> {
    if span.step != 1 {
        return replace_stepped(vm, list, span, items);
    }
    let mut list = list.borrow_mut();
    if list.try_reserve(items.len()).is_err() {
        return Err(vm.memory_error());
    }
    // What was iterated may have changed the list.
    let start = (span.start as usize).min(list.len());
    let end = (start + span.count).min(list.len());
    let removed: Vec<Value> = list.splice(start..end, items).collect();
    drop(list);
    drop(removed);
    Ok(())
}

fn replace_stepped(
    vm: &mut Vm,
    list: &RefCell<Vec<Value>>,
    span: Span,
    items: Vec<Value>,
) -> Res<()> {
    if items.len() != span.count {
        let (given, count) = (items.len(), span.count);
        return Err(vm.value_error(&format!(
            "attempt to assign sequence of size {given} to extended slice of size {count}"
        )));
    }
    let mut removed = Vec::with_capacity(span.count);
    let mut list = list.borrow_mut();
    for (at, item) in span.positions().zip(items) {
        if let Some(place) = list.get_mut(at) {
            removed.push(std::mem::replace(place, item));
        }
    }
    drop(list);
    drop(removed);
    Ok(())
}

/// `del l[slice]`
pub fn delete(vm: &mut Vm, list: &RefCell<Vec<Value>>, slice: &Slice) -> Res<()> {
    let span = slice.span(vm, list.borrow().len())?;
    if span.count == 0 {
        return Ok(());
    }
    let mut items = list.borrow_mut();
    if span.step == 1 {
        let start = span.start as usize;
        let removed: Vec<Value> = items.drain(start..start + span.count).collect();
        drop(items);
        drop(removed);
        return Ok(());
    }
    let distance = span.step.unsigned_abs() as usize;
    let first = if span.step > 0 {
        span.start
    } else {
        span.start + (span.count as i64 - 1) * span.step
    } as usize;
    let last = first + (span.count - 1) * distance;
    let mut removed = Vec::with_capacity(span.count);
    let mut kept = Vec::with_capacity(items.len() - span.count);
    for (at, item) in items.drain(..).enumerate() {
        let gone = at >= first && at <= last && (at - first).is_multiple_of(distance.max(1));
        if gone {
            removed.push(item)
        } else {
            kept.push(item)
        }
    }
    *items = kept;
    drop(items);
    drop(removed);
    Ok(())
}
