//! The methods of `set` and `frozenset`.

use super::algebra::{self, Operand, operands_then};
use super::{Set, alike, as_set, hash_of};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res};
use crate::object::{Body, TypeId};
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

const fn method(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
    Builtin::method(TypeId::Set, name, call)
}

const fn frozen(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
    Builtin::method(TypeId::FrozenSet, name, call)
}

pub(super) static SET_METHODS: &[Builtin] = &[
    method("add", add),
    method("clear", clear),
    method("copy", copy),
    method("difference", difference),
    method("difference_update", difference_update),
    method("discard", discard),
    method("intersection", intersection),
    method("intersection_update", intersection_update),
    method("isdisjoint", is_disjoint),
    method("issubset", is_subset),
    method("issuperset", is_superset),
    method("pop", pop),
    method("remove", remove),
    method("symmetric_difference", symmetric_difference),
    method("symmetric_difference_update", symmetric_difference_update),
    method("union", union),
    method("update", update),
];

pub(super) static FROZEN_METHODS: &[Builtin] = &[
    frozen("copy", copy),
    frozen("difference", difference),
    frozen("intersection", intersection),
    frozen("isdisjoint", is_disjoint),
    frozen("issubset", is_subset),
    frozen("issuperset", is_superset),
    frozen("symmetric_difference", symmetric_difference),
    frozen("union", union),
];

pub(super) fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("set").or_raise(vm)?;
    between("set", args.pos, 0, 1).or_raise(vm)?;
    operands_then(vm, args.pos.to_vec(), |vm, operands| {
        filled(vm, &operands).map(super::value)
    })
}

pub(super) fn construct_frozen(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("frozenset").or_raise(vm)?;
    between("frozenset", args.pos, 0, 1).or_raise(vm)?;
    if let [same] = args.pos
        && matches!(same.body(), Some(Body::FrozenSet(_)))
    {
        return Ok(same.clone());
    }
    operands_then(vm, args.pos.to_vec(), |vm, operands| {
        filled(vm, &operands).map(super::frozen)
    })
}

fn filled(vm: &mut Vm, operands: &[Operand]) -> Res<Set> {
    match operands.first() {
        Some(operand) => operand.to_set(vm),
        None => Ok(Set::new()),
    }
}

/// `set.add`, as messages name the method.
fn full(args: &Args<'_>, name: &str) -> String {
    format!("{}.{name}", type_name(args.receiver()))
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("set.add").or_raise(vm)?;
    super::add(vm, args.receiver(), item)?;
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("set.clear").or_raise(vm)?;
    if let Some(set) = as_set(args.receiver()) {
        let items = set.borrow_mut().clear();
        drop(items);
    }
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none(&full(args, "copy")).or_raise(vm)?;
    match args.receiver().body() {
        Some(Body::Set(set)) => set.borrow().copied(vm).map(super::value),
        _ => Ok(args.receiver().clone()),
    }
}

fn take_out(vm: &mut Vm, this: &Value, item: &Value) -> Res<bool> {
    let Some(set) = as_set(this) else {
        return Ok(false);
    };
    let hash = hash_of(vm, item)?;
    set.borrow_mut().discard_hashed(vm, hash, item)
}

fn discard(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("set.discard").or_raise(vm)?;
    take_out(vm, args.receiver(), item)?;
    Ok(Value::NONE)
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("set.remove").or_raise(vm)?;
    match take_out(vm, args.receiver(), item)? {
        true => Ok(Value::NONE),
        false => Err(vm.key_error(item.clone())),
    }
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("set.pop").or_raise(vm)?;
    let item = as_set(args.receiver()).and_then(|set| set.borrow_mut().pop());
    item.ok_or_else(|| vm.error(ExcType::KeyError, "pop from an empty set"))
}

/// What a method does with the table of its receiver and the operands that its arguments are.
type Work = fn(&mut Vm, &Value, Vec<Operand>) -> Res;

fn with_operands(vm: &mut Vm, args: &Args<'_>, name: &str, work: Work) -> Res {
    args.no_keywords(&full(args, name)).or_raise(vm)?;
    let this = args.receiver().clone();
    operands_then(vm, args.rest().to_vec(), move |vm, operands| {
        work(vm, &this, operands)
    })
}

fn with_operand(vm: &mut Vm, args: &Args<'_>, name: &str, work: Work) -> Res {
    args.one(&full(args, name)).or_raise(vm)?;
    with_operands(vm, args, name, work)
}

fn union(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operands(vm, args, "union", |vm, this, operands| {
        let mut all = copied(vm, this)?;
        for operand in &operands {
            algebra::update_items(vm, &mut all, operand)?;
        }
        Ok(alike(this, all))
    })
}

fn copied(vm: &mut Vm, this: &Value) -> Res<Set> {
    match as_set(this) {
        Some(set) => set.borrow().copied(vm),
        None => Ok(Set::new()),
    }
}

/// `s.update(*iterables)`
pub fn update(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operands(vm, args, "update", |vm, this, operands| {
        each(vm, this, &operands, algebra::update_items)
    })
}

/// Changes a set with each operand in turn.
fn each(
    vm: &mut Vm,
    this: &Value,
    operands: &[Operand],
    how: fn(&mut Vm, &mut Set, &Operand) -> Res<()>,
) -> Res {
    let Some(set) = as_set(this) else {
        return Ok(Value::NONE);
    };
    for operand in operands {
        // The set's own items are looked at without borrowing it once more.
        how(vm, &mut set.borrow_mut(), operand)?;
    }
    Ok(Value::NONE)
}

fn intersection_of(vm: &mut Vm, this: &Value, operands: &[Operand]) -> Res<Set> {
    let Some(set) = as_set(this) else {
        return Ok(Set::new());
    };
    let [first, rest @ ..] = operands else {
        return set.borrow().copied(vm);
    };
    let mut common = algebra::intersection(vm, &set.borrow(), first)?;
    for operand in rest {
        common = algebra::intersection(vm, &common, operand)?;
    }
    Ok(common)
}

fn intersection(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operands(vm, args, "intersection", |vm, this, operands| {
        intersection_of(vm, this, &operands).map(|set| alike(this, set))
    })
}

fn intersection_update(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operands(vm, args, "intersection_update", |vm, this, operands| {
        let common = intersection_of(vm, this, &operands)?;
        if let Some(set) = as_set(this) {
            let before = set.borrow_mut().replaced(common);
            drop(before);
        }
        Ok(Value::NONE)
    })
}

fn difference(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operands(vm, args, "difference", |vm, this, operands| {
        let Some(set) = as_set(this) else {
            return Ok(Value::NONE);
        };
        let [first, rest @ ..] = &operands[..] else {
            return copied(vm, this).map(|set| alike(this, set));
        };
        let mut left = algebra::difference(vm, &set.borrow(), first)?;
        for operand in rest {
            algebra::remove_items(vm, &mut left, operand)?;
        }
        Ok(alike(this, left))
    })
}

fn difference_update(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operands(vm, args, "difference_update", |vm, this, operands| {
        each(vm, this, &operands, algebra::remove_items)
    })
}

fn symmetric_difference(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operand(vm, args, "symmetric_difference", |vm, this, operands| {
        let (Some(set), [other]) = (as_set(this), &operands[..]) else {
            return Ok(Value::NONE);
        };
        algebra::symmetric_difference(vm, &set.borrow(), other).map(|set| alike(this, set))
    })
}

fn symmetric_difference_update(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operand(
        vm,
        args,
        "symmetric_difference_update",
        |vm, this, operands| each(vm, this, &operands, algebra::toggle_items),
    )
}

/// What a question does.
type Ask = fn(&mut Vm, &Set, &Operand) -> Res<bool>;

fn ask(vm: &mut Vm, this: &Value, operands: &[Operand], question: Ask) -> Res {
    let (Some(set), [other]) = (as_set(this), operands) else {
        return Ok(Value::NONE);
    };
    question(vm, &set.borrow(), other).map(Value::bool)
}

fn is_disjoint(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operand(vm, args, "isdisjoint", |vm, this, operands| {
        ask(vm, this, &operands, algebra::is_disjoint)
    })
}

fn is_subset(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operand(vm, args, "issubset", |vm, this, operands| {
        ask(vm, this, &operands, |vm, set, other| {
            let other = other.to_set(vm)?;
            algebra::is_subset(vm, set, &other)
        })
    })
}

fn is_superset(vm: &mut Vm, args: &Args<'_>) -> Res {
    with_operand(vm, args, "issuperset", |vm, this, operands| {
        ask(vm, this, &operands, algebra::is_superset)
    })
}
