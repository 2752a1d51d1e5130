//! `a, b = o` and `a, *b = o`: items onto the stage, the last one first.

use super::{iterate, type_name};
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::value::Value;
use crate::vm::Vm;

/// So many items, no more and no fewer.
pub fn exact(vm: &mut Vm, o: &Value, count: usize) -> Res {
    if let Some(items) = at_once(o) {
        if items.len() > count {
            return Err(vm.value_error(&format!("too many values to unpack (expected {count})")));
        }
        return stage_exact(vm, items, count);
    }
    let iterator = iterator(vm, o)?;
    // One more than wanted tells that there are too many, as CPython does: the rest of the iterator is left alone.
    take(vm, iterator, Vec::new(), count + 1, move |vm, items| {
        if items.len() > count {
            return Err(vm.value_error(&format!("too many values to unpack (expected {count})")));
        }
        stage_exact(vm, items, count)
    })
}

/// `before` items, a list of the rest, `after` items.
pub fn star(vm: &mut Vm, o: &Value, before: usize, after: usize) -> Res {
    if let Some(items) = at_once(o) {
        return stage_star(vm, items, before, after);
    }
    let iterator = iterator(vm, o)?;
    take(vm, iterator, Vec::new(), usize::MAX, move |vm, items| {
        stage_star(vm, items, before, after)
    })
}

fn at_once(o: &Value) -> Option<Vec<Value>> {
    match o.body()? {
        Body::Tuple(items) => Some(items.to_vec()),
        Body::List(items) => Some(items.borrow().clone()),
        _ => None,
    }
}

fn iterator(vm: &mut Vm, o: &Value) -> Res {
    match iterate::iterate(vm, o) {
        Err(Raise::Exception(_)) if !is_iterable(o) => Err(vm.type_error(&format!(
            "cannot unpack non-iterable {} object",
            type_name(o)
        ))),
        other => other,
    }
}

/// Whether `iter(o)` can work, by its type.
pub fn is_iterable(o: &Value) -> bool {
    use crate::object::TypeId::*;
    !matches!(
        o.type_id(),
        NoneType
            | Bool
            | Int
            | Float
            | Function
            | Builtin
            | Method
            | Type
            | Module
            | NotImplementedType
            | Ellipsis
            | Cell
            | Slice
            | Exception
            | Object
            | Instance
    )
}

/// What is done with the items.
type Done = Box<dyn FnOnce(&mut Vm, Vec<Value>) -> Res>;

fn take(
    vm: &mut Vm,
    iterator: Value,
    mut items: Vec<Value>,
    limit: usize,
    done: impl FnOnce(&mut Vm, Vec<Value>) -> Res + 'static,
) -> Res {
    while items.len() < limit {
        match iterate::next(vm, &iterator) {
            Ok(item) if item.is_absent() => return done(vm, items),
            Ok(item) => items.push(item),
            Err(Raise::Pending) => {
                let done: Done = Box::new(done);
                return vm.then(move |vm, answer| {
                    let item = answer?;
                    if item.is_absent() {
                        return done(vm, items);
                    }
                    items.push(item);
                    take_boxed(vm, iterator, items, limit, done)
                });
            }
            Err(raise) => return Err(raise),
        }
    }
    done(vm, items)
}

/// Keeps the number of instances of `take` finite.
fn take_boxed(vm: &mut Vm, iterator: Value, items: Vec<Value>, limit: usize, done: Done) -> Res {
    take(vm, iterator, items, limit, done)
}

fn stage_exact(vm: &mut Vm, items: Vec<Value>, count: usize) -> Res {
    if items.len() < count {
        let got = items.len();
        return Err(vm.value_error(&format!(
            "not enough values to unpack (expected {count}, got {got})"
        )));
    }
    vm.stage.extend(items.into_iter().rev());
    Ok(Value::NONE)
}

fn stage_star(vm: &mut Vm, mut items: Vec<Value>, before: usize, after: usize) -> Res {
    let (wanted, got) = (before + after, items.len());
    if got < wanted {
        return Err(vm.value_error(&format!(
            "not enough values to unpack (expected at least {wanted}, got {got})"
        )));
    }
    let last = items.split_off(got - after);
    let rest = items.split_off(before);
    vm.stage.extend(last.into_iter().rev());
    vm.stage.push(Value::list(rest));
    vm.stage.extend(items.into_iter().rev());
    Ok(Value::NONE)
}
