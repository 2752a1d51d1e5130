//! Union, intersection and the like, in the order in which CPython looks at the items.

use super::{Set, as_set};
use crate::error::Res;
use crate::object::Body;
use crate::ops::{hash as hashing, iterate as iteration};
use crate::value::Value;
use crate::vm::Vm;

/// The other side of a set operation.
pub enum Operand {
    /// A set or frozenset.
    Set(Value),
    /// A dict: its keys.
    Dict(Value),
    /// The items of any other iterable.
    Items(Vec<Value>),
}

/// Consumes iterables that are no sets and no dicts, then `done` with all operands.
pub fn operands_then(
    vm: &mut Vm,
    values: Vec<Value>,
    done: impl FnOnce(&mut Vm, Vec<Operand>) -> Res + 'static,
) -> Res {
    consume(vm, values.into_iter(), Vec::new(), Box::new(done))
}

type Done = Box<dyn FnOnce(&mut Vm, Vec<Operand>) -> Res>;

fn consume(
    vm: &mut Vm,
    mut values: std::vec::IntoIter<Value>,
    mut operands: Vec<Operand>,
    done: Done,
) -> Res {
    while let Some(value) = values.next() {
        match value.body() {
            Some(Body::Set(_) | Body::FrozenSet(_)) => operands.push(Operand::Set(value)),
            Some(Body::Dict(_)) => operands.push(Operand::Dict(value)),
            _ => {
                return iteration::collect_then(vm, &value, move |vm, items| {
                    operands.push(Operand::Items(items));
                    consume(vm, values, operands, done)
                });
            }
        }
    }
    done(vm, operands)
}

impl Operand {
    /// A set that is not the one of `this`.
    fn other_than<'a>(&'a self, this: &Set) -> Option<&'a std::cell::RefCell<Set>> {
        match self {
            Operand::Set(value) => as_set(value).filter(|set| !std::ptr::eq(set.as_ptr(), this)),
            _ => None,
        }
    }

    fn is(&self, this: &Set) -> bool {
        matches!(self, Operand::Set(value) if as_set(value).is_some_and(|set| std::ptr::eq(set.as_ptr(), this)))
    }

    /// Its items, each with its hash.
    fn hashed(&self, vm: &mut Vm) -> Res<Vec<(i64, Value)>> {
        Ok(match self {
            Operand::Set(value) => as_set(value)
                .map(|set| {
                    set.borrow()
                        .iter()
                        .map(|(hash, key)| (hash, key.clone()))
                        .collect()
                })
                .unwrap_or_default(),
            Operand::Dict(value) => value
                .as_dict()
                .map(|dict| {
                    dict.borrow()
                        .hashed()
                        .map(|(hash, key)| (hash, key.clone()))
                        .collect()
                })
                .unwrap_or_default(),
            Operand::Items(items) => {
                let mut hashed = Vec::with_capacity(items.len());
                for item in items {
                    hashed.push((hashing::hash(vm, item)?, item.clone()));
                }
                hashed
            }
        })
    }

    /// A set of its items.
    pub fn to_set(&self, vm: &mut Vm) -> Res<Set> {
        let mut set = Set::new();
        update_items(vm, &mut set, self)?;
        Ok(set)
    }
}

/// `s.update(other)`. `this` must not be borrowed elsewhere unless it is the operand itself.
pub fn update_items(vm: &mut Vm, this: &mut Set, other: &Operand) -> Res<()> {
    match other {
        Operand::Set(_) => match other.other_than(this) {
            Some(other) => this.merge(vm, &other.borrow()),
            None => Ok(()),
        },
        Operand::Dict(value) => match value.as_dict() {
            Some(dict) => this.merge_keys(vm, &dict.borrow()),
            None => Ok(()),
        },
        Operand::Items(items) => {
            for item in items {
                this.add(vm, item)?;
            }
            Ok(())
        }
    }
}

/// `s.intersection(other)`
pub fn intersection(vm: &mut Vm, this: &Set, other: &Operand) -> Res<Set> {
    if other.is(this) {
        return this.copied(vm);
    }
    let mut result = Set::new();
    if let Operand::Set(value) = other {
        let Some(other) = as_set(value) else {
            return Ok(result);
        };
        let other = other.borrow();
        let (small, large) = if other.len() > this.len() {
            (this, &*other)
        } else {
            (&*other, this)
        };
        for (hash, key) in small.iter() {
            if large.contains_hashed(vm, hash, key)? {
                result.add_hashed(vm, hash, key)?;
            }
        }
        return Ok(result);
    }
    let keys = match other {
        Operand::Items(items) => items.clone(),
        _ => other.hashed(vm)?.into_iter().map(|(_, key)| key).collect(),
    };
    for key in &keys {
        let hash = hashing::hash(vm, key)?;
        if this.contains_hashed(vm, hash, key)? {
            result.add_hashed(vm, hash, key)?;
        }
    }
    Ok(result)
}

/// `s.difference_update(other)`
pub fn remove_items(vm: &mut Vm, this: &mut Set, other: &Operand) -> Res<()> {
    if other.is(this) {
        drop(this.clear());
        return Ok(());
    }
    match other {
        Operand::Set(value) => {
            let Some(set) = as_set(value) else {
                return Ok(());
            };
            let set = set.borrow();
            if set.len() >> 3 > this.len() {
                let common = intersection(vm, this, other)?;
                for (hash, key) in common.iter() {
                    this.discard_hashed(vm, hash, key)?;
                }
            } else {
                for (hash, key) in set.iter() {
                    this.discard_hashed(vm, hash, key)?;
                }
            }
        }
        _ => {
            for item in other.keys() {
                this.discard(vm, &item)?;
            }
        }
    }
    this.tidy(vm)
}

impl Operand {
    fn keys(&self) -> Vec<Value> {
        match self {
            Operand::Set(value) => as_set(value)
                .map(|set| set.borrow().items())
                .unwrap_or_default(),
            Operand::Dict(value) => value
                .as_dict()
                .map(|dict| dict.borrow().iter().map(|(key, _)| key.clone()).collect())
                .unwrap_or_default(),
            Operand::Items(items) => items.clone(),
        }
    }
}

/// `s.difference(other)`
pub fn difference(vm: &mut Vm, this: &Set, other: &Operand) -> Res<Set> {
    if other.is(this) {
        return Ok(Set::new());
    }
    let length = match other {
        Operand::Set(value) => super::length(value),
        Operand::Dict(value) => crate::types::dict::length(value),
        Operand::Items(_) => 0,
    };
    if matches!(other, Operand::Items(_)) || this.len() >> 2 > length {
        let mut copy = this.copied(vm)?;
        remove_items(vm, &mut copy, other)?;
        return Ok(copy);
    }
    let mut result = Set::new();
    for (hash, key) in this.iter() {
        let found = match other {
            Operand::Dict(value) => match value.as_dict() {
                Some(dict) => dict.borrow().find(vm, hash, key)?.is_some(),
                None => false,
            },
            Operand::Set(value) => match as_set(value) {
                Some(set) => set.borrow().contains_hashed(vm, hash, key)?,
                None => false,
            },
            Operand::Items(_) => false,
        };
        if !found {
            result.add_hashed(vm, hash, key)?;
        }
    }
    Ok(result)
}

/// `s.symmetric_difference_update(other)`
pub fn toggle_items(vm: &mut Vm, this: &mut Set, other: &Operand) -> Res<()> {
    if other.is(this) {
        drop(this.clear());
        return Ok(());
    }
    let items = match other {
        // Duplicates must not toggle twice.
        Operand::Items(_) => {
            let set = other.to_set(vm)?;
            set.iter().map(|(hash, key)| (hash, key.clone())).collect()
        }
        _ => other.hashed(vm)?,
    };
    for (hash, key) in &items {
        if !this.discard_hashed(vm, *hash, key)? {
            this.add_hashed(vm, *hash, key)?;
        }
    }
    Ok(())
}

/// `s.symmetric_difference(other)`: CPython toggles the items of `s` in a set of the other's.
pub fn symmetric_difference(vm: &mut Vm, this: &Set, other: &Operand) -> Res<Set> {
    if other.is(this) {
        return Ok(Set::new());
    }
    let mut result = other.to_set(vm)?;
    for (hash, key) in this.iter() {
        if !result.discard_hashed(vm, hash, key)? {
            result.add_hashed(vm, hash, key)?;
        }
    }
    Ok(result)
}

/// `a <= b`
pub fn is_subset(vm: &mut Vm, a: &Set, b: &Set) -> Res<bool> {
    if a.len() > b.len() {
        return Ok(false);
    }
    for (hash, key) in a.iter() {
        if !b.contains_hashed(vm, hash, key)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `s.issuperset(other)`
pub fn is_superset(vm: &mut Vm, this: &Set, other: &Operand) -> Res<bool> {
    match other {
        Operand::Set(value) => match as_set(value) {
            Some(other) => is_subset(vm, &other.borrow(), this),
            None => Ok(false),
        },
        _ => {
            for key in other.keys() {
                if !this.contains(vm, &key)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

/// `s.isdisjoint(other)`
pub fn is_disjoint(vm: &mut Vm, this: &Set, other: &Operand) -> Res<bool> {
    for key in other.keys() {
        if this.contains(vm, &key)? {
            return Ok(false);
        }
    }
    Ok(true)
}
