//! `set` and `frozenset`

mod algebra;
mod methods;
mod table;

use std::cell::{Cell, RefCell};

use super::iterator::Next;
use super::{TypeDef, no_attribute};
use crate::error::Res;
use crate::gates;
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

pub use algebra::{Operand, intersection, operands_then, remove_items, toggle_items, update_items};
pub use methods::update;
pub use table::Set;

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Set,
    methods: methods::SET_METHODS,
    statics: &[],
    attribute: no_attribute,
    construct: methods::construct,
};

/// The type of those that do not change.
pub static FROZEN_DEF: TypeDef = TypeDef {
    id: TypeId::FrozenSet,
    methods: methods::FROZEN_METHODS,
    statics: &[],
    attribute: no_attribute,
    construct: methods::construct_frozen,
};

/// A set.
pub fn value(set: Set) -> Value {
    gates::SETS.made();
    Value::object(Body::Set(Box::new(RefCell::new(set))))
}

/// A frozenset.
pub fn frozen(set: Set) -> Value {
    gates::SETS.made();
    Value::object(Body::FrozenSet(Box::new(RefCell::new(set))))
}

/// The table of a set or frozenset.
pub fn as_set(value: &Value) -> Option<&RefCell<Set>> {
    match value.body() {
        Some(Body::Set(set) | Body::FrozenSet(set)) => Some(set),
        _ => None,
    }
}

/// What an operation of `like` makes: a set of a set, a frozenset of a frozenset.
fn alike(like: &Value, set: Set) -> Value {
    match like.body() {
        Some(Body::FrozenSet(_)) => frozen(set),
        _ => value(set),
    }
}

/// A set of items, as a display makes it.
pub fn from_items(vm: &mut Vm, items: &[Value]) -> Res {
    Set::from_items(vm, items).map(value)
}

/// `s.add(item)`
pub fn add(vm: &mut Vm, this: &Value, item: &Value) -> Res<()> {
    if let Some(set) = as_set(this) {
        set.borrow_mut().add(vm, item)?;
    }
    Ok(())
}

/// `len(s)`
pub fn length(this: &Value) -> usize {
    as_set(this).map_or(0, |set| set.borrow().len())
}

/// `item in s`
#[inline(never)]
pub fn contains(vm: &mut Vm, this: &Value, item: &Value) -> Res {
    let Some(set) = as_set(this) else {
        return Ok(Value::FALSE);
    };
    let hash = hash_of(vm, item)?;
    set.borrow()
        .contains_hashed(vm, hash, item)
        .map(Value::bool)
}

/// A key's hash; a set is looked up as the frozenset that equals it.
fn hash_of(vm: &mut Vm, item: &Value) -> Res<i64> {
    match item.body() {
        Some(Body::Set(set)) => Ok(set.borrow().hash()),
        _ => crate::ops::hash::hash(vm, item),
    }
}

/// `a op b`
#[inline(never)]
pub fn compare(vm: &mut Vm, op: CompareOp, a: &Set, b: &Set) -> Res<bool> {
    Ok(match op {
        CompareOp::Eq => a.len() == b.len() && algebra::is_subset(vm, a, b)?,
        CompareOp::Ne => a.len() != b.len() || !algebra::is_subset(vm, a, b)?,
        CompareOp::Le => algebra::is_subset(vm, a, b)?,
        CompareOp::Lt => a.len() < b.len() && algebra::is_subset(vm, a, b)?,
        CompareOp::Ge => algebra::is_subset(vm, b, a)?,
        CompareOp::Gt => a.len() > b.len() && algebra::is_subset(vm, b, a)?,
    })
}

/// `a & b` and the like.
#[inline(never)]
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let (Some(left), Some(_)) = (as_set(a), as_set(b)) else {
        return Ok(None);
    };
    let other = Operand::Set(b.clone());
    let left = left.borrow();
    let result = match op {
        BinaryOp::And => algebra::intersection(vm, &left, &other)?,
        BinaryOp::Or => {
            let mut all = left.copied(vm)?;
            algebra::update_items(vm, &mut all, &other)?;
            all
        }
        BinaryOp::Sub => algebra::difference(vm, &left, &other)?,
        BinaryOp::Xor => algebra::symmetric_difference(vm, &left, &other)?,
        _ => return Ok(None),
    };
    Ok(Some(alike(a, result)))
}

/// `a &= b` and the like: a set is changed.
#[inline(never)]
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let (Some(Body::Set(this)), Some(_)) = (a.body(), as_set(b)) else {
        return Ok(None);
    };
    if !matches!(
        op,
        BinaryOp::And | BinaryOp::Or | BinaryOp::Sub | BinaryOp::Xor
    ) {
        return Ok(None);
    }
    if a.is(b) {
        // `s |= s` and `s &= s` change nothing, the others leave nothing.
        if matches!(op, BinaryOp::Sub | BinaryOp::Xor) {
            drop(this.borrow_mut().clear());
        }
        return Ok(Some(a.clone()));
    }
    let other = Operand::Set(b.clone());
    let mut this = this.borrow_mut();
    match op {
        BinaryOp::And => {
            let common = algebra::intersection(vm, &this, &other)?;
            drop(this.replaced(common));
        }
        BinaryOp::Or => algebra::update_items(vm, &mut this, &other)?,
        BinaryOp::Sub => algebra::remove_items(vm, &mut this, &other)?,
        _ => algebra::toggle_items(vm, &mut this, &other)?,
    }
    Ok(Some(a.clone()))
}

/// `{1, 2}`
pub fn repr(vm: &mut Vm, this: &Value) -> Res {
    super::shown::repr(vm, this)
}

/// `iter(s)`
#[inline(never)]
pub fn iterate(_: &mut Vm, this: &Value) -> Res {
    let state = Entries {
        source: RefCell::new(Some(this.clone())),
        at: Cell::new(0),
        length: length(this),
    };
    Ok(Value::iterator("set_iterator", TypeId::Iterator, state))
}

struct Entries {
    /// None when it is exhausted.
    source: RefCell<Option<Value>>,
    at: Cell<usize>,
    /// The set's length at the start; it must not change.
    length: usize,
}

impl Next for Entries {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        let found = match self.source.borrow().as_ref().and_then(as_set) {
            Some(set) if set.borrow().len() == self.length => {
                let set = set.borrow();
                set.entry_from(self.at.get())
                    .map(|(at, key)| (at, key.clone()))
            }
            Some(_) => {
                return Err(vm.error(ExcType::RuntimeError, "Set changed size during iteration"));
            }
            None => return Ok(Value::ABSENT),
        };
        if let Some((at, key)) = found {
            self.at.set(at + 1);
            return Ok(key);
        }
        let ended = self.source.borrow_mut().take();
        drop(ended);
        Ok(Value::ABSENT)
    }

    fn length_hint(&self) -> Option<usize> {
        Some(self.length)
    }
}
