//! `list`

mod methods;
mod parts;
pub(super) mod sort;

use std::cell::RefCell;

use super::{TypeDef, no_attribute, sequence};
use crate::args::{Args, between};
use crate::error::{OrRaise, Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::{iterate as iteration, type_name};
use crate::value::Value;
use crate::vm::Vm;

pub use sort::{Order, in_order, sorted};

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::List,
    methods: methods::METHODS,
    statics: &[],
    attribute: no_attribute,
    construct,
};

fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("list").or_raise(vm)?;
    between("list", args.pos, 0, 1).or_raise(vm)?;
    match args.pos {
        [] => Ok(Value::list(Vec::new())),
        [iterable, ..] => iteration::collect_then(vm, iterable, |_, items| Ok(Value::list(items))),
    }
}

/// The items of a list.
pub fn as_list(value: &Value) -> Option<&RefCell<Vec<Value>>> {
    match value.body() {
        Some(Body::List(items)) => Some(items),
        _ => None,
    }
}

fn refused(name: &str) -> String {
    format!("list indices must be integers or slices, not {name}")
}

/// `l[key]`
pub fn get_item(vm: &mut Vm, this: &Value, key: &Value) -> Res {
    let Some(items) = as_list(this) else {
        return Ok(Value::NONE);
    };
    let items = items.borrow();
    if let Some(Body::Slice(slice)) = key.body() {
        return sequence::slice(vm, &items, slice).map(Value::list);
    }
    let at = sequence::position(vm, key, refused)?;
    match sequence::within(at, items.len()).and_then(|at| items.get(at)) {
        Some(item) => Ok(item.clone()),
        None => Err(vm.index_error("list index out of range")),
    }
}

/// `l[key] = item`; pending where a slice is assigned an iterator that is.
pub fn set_item(vm: &mut Vm, this: &Value, key: &Value, item: &Value) -> Res<()> {
    let Some(items) = as_list(this) else {
        return Ok(());
    };
    if let Some(Body::Slice(slice)) = key.body() {
        return parts::assign(vm, this, slice, item);
    }
    let at = sequence::position(vm, key, refused)?;
    let mut items = items.borrow_mut();
    let length = items.len();
    match sequence::within(at, length).and_then(|at| items.get_mut(at)) {
        Some(place) => {
            let before = std::mem::replace(place, item.clone());
            drop(items);
            drop(before);
            Ok(())
        }
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

/// `del l[key]`
pub fn del_item(vm: &mut Vm, this: &Value, key: &Value) -> Res<()> {
    let Some(items) = as_list(this) else {
        return Ok(());
    };
    if let Some(Body::Slice(slice)) = key.body() {
        return parts::delete(vm, items, slice);
    }
    let at = sequence::position(vm, key, refused)?;
    let mut items = items.borrow_mut();
    match sequence::within(at, items.len()) {
        Some(at) => {
            let removed = items.remove(at);
            drop(items);
            drop(removed);
            Ok(())
        }
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

/// `item in l`
pub fn contains(vm: &mut Vm, this: &Value, item: &Value) -> Res {
    match as_list(this) {
        Some(items) => sequence::contains(vm, &items.borrow(), item).map(Value::bool),
        None => Ok(Value::FALSE),
    }
}

/// `l.append(item)`
#[inline]
pub fn append(vm: &mut Vm, this: &Value, item: Value) -> Res<()> {
    if let Some(items) = as_list(this) {
        let mut items = items.borrow_mut();
        if items.len() == items.capacity() && items.try_reserve(1).is_err() {
            return Err(vm.memory_error());
        }
        items.push(item);
    }
    Ok(())
}

/// `l + m`, `l * n`
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    match (op, a.body(), b.body()) {
        (BinaryOp::Add, Some(Body::List(x)), Some(Body::List(y))) => {
            sequence::concat(vm, &x.borrow(), &y.borrow()).map(|all| Some(Value::list(all)))
        }
        (BinaryOp::Add, Some(Body::List(_)), _) => {
            let name = type_name(b);
            Err(vm.type_error(&format!(
                "can only concatenate list (not \"{name}\") to list"
            )))
        }
        (BinaryOp::Mul, Some(Body::List(items)), _) => multiply(vm, items, b).map(Some),
        (BinaryOp::Mul, _, Some(Body::List(items))) => multiply(vm, items, a).map(Some),
        _ => Ok(None),
    }
}

fn multiply(vm: &mut Vm, items: &RefCell<Vec<Value>>, factor: &Value) -> Res {
    let times = sequence::times(vm, factor)?;
    sequence::repeat(vm, &items.borrow(), times).map(Value::list)
}

/// `l += iterable`, `l *= n`; may be pending.
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let Some(items) = as_list(a) else {
        return Ok(None);
    };
    match op {
        BinaryOp::Add => {
            let this = a.clone();
            let extended = extend(vm, a, b);
            vm.and_then(extended, move |_, done| done.map(|_| this))
                .map(Some)
        }
        BinaryOp::Mul => {
            let times = sequence::times(vm, b)?;
            let all = sequence::repeat(vm, &items.borrow(), times)?;
            drop(items.replace(all));
            Ok(Some(a.clone()))
        }
        _ => Ok(None),
    }
}

/// `l.extend(iterable)`: None, or pending.
pub fn extend(vm: &mut Vm, this: &Value, iterable: &Value) -> Res {
    let Some(items) = as_list(this) else {
        return Ok(Value::NONE);
    };
    let known = match iterable.body() {
        Some(Body::List(more)) => more.borrow().clone(),
        Some(Body::Tuple(more)) => more.to_vec(),
        _ => {
            let iterator = iteration::iterate(vm, iterable)?;
            return take_all(vm, this.clone(), iterator);
        }
    };
    let mut items = items.borrow_mut();
    if items.try_reserve(known.len()).is_err() {
        return Err(vm.memory_error());
    }
    items.extend(known);
    Ok(Value::NONE)
}

/// Appends one after the other, so that what came before an exception stays.
fn take_all(vm: &mut Vm, this: Value, iterator: Value) -> Res {
    loop {
        match iteration::next(vm, &iterator) {
            Err(Raise::Pending) => {
                return vm.then(move |vm, item| {
                    let item = item?;
                    if item.is_absent() {
                        return Ok(Value::NONE);
                    }
                    append(vm, &this, item)?;
                    take_all(vm, this, iterator)
                });
            }
            item => {
                let item = item?;
                if item.is_absent() {
                    return Ok(Value::NONE);
                }
                append(vm, &this, item)?;
            }
        }
    }
}

/// `len(l)`
pub fn length(this: &Value) -> usize {
    as_list(this).map_or(0, |items| items.borrow().len())
}

/// `iter(l)`
pub fn iterate(_: &mut Vm, this: &Value) -> Res {
    Ok(sequence::Items::forwards("list_iterator", this))
}

/// `reversed(l)`
pub fn reversed(_: &mut Vm, this: &Value) -> Res {
    Ok(sequence::Items::backwards(
        "list_reverseiterator",
        TypeId::Iterator,
        this,
        length(this),
    ))
}

/// `[1, 2]`
pub fn repr(vm: &mut Vm, this: &Value) -> Res {
    super::shown::repr(vm, this)
}
