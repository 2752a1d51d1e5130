//! `dict`

mod methods;
mod table;
mod views;

use std::cell::RefCell;

use super::{TypeDef, no_attribute};
use crate::args::Builtin;
use crate::error::{Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::{compare, hash as hashing, iterate as iteration};
use crate::value::Value;
use crate::vm::Vm;

pub use table::Dict;
pub use views::{View, ViewKind, binary as binary_view, compare as compare_view, view};

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Dict,
    methods: methods::METHODS,
    statics: methods::STATICS,
    attribute: no_attribute,
    construct: methods::construct,
};

const fn view_def(id: TypeId, methods: &'static [Builtin]) -> TypeDef {
    TypeDef {
        id,
        methods,
        statics: &[],
        attribute: no_attribute,
        construct: |vm, _| Err(vm.type_error("cannot create instances of views of a dict")),
    }
}

/// `dict_keys`
pub static KEYS_DEF: TypeDef = view_def(TypeId::DictKeys, views::KEYS_METHODS);
/// `dict_items`
pub static ITEMS_DEF: TypeDef = view_def(TypeId::DictItems, views::ITEMS_METHODS);
/// `dict_values`
pub static VALUES_DEF: TypeDef = view_def(TypeId::DictValues, &[]);

impl Value {
    /// A dict.
    pub fn dict(dict: Dict) -> Value {
        Value::object(Body::Dict(Box::new(RefCell::new(dict))))
    }

    /// The dict's entries.
    pub fn as_dict(&self) -> Option<&RefCell<Dict>> {
        match self.body() {
            Some(Body::Dict(dict)) => Some(dict),
            _ => None,
        }
    }
}

/// A dict of keys and values that follow each other, as a display makes it.
pub fn from_pairs(vm: &mut Vm, items: &[Value]) -> Res {
    let mut dict = Dict::new();
    for pair in items.as_chunks::<2>().0 {
        dict.insert(vm, &pair[0], pair[1].clone())?;
    }
    Ok(Value::dict(dict))
}

/// `d[key]`
pub fn get_item(vm: &mut Vm, this: &Value, key: &Value) -> Res {
    match lookup(vm, this, key)? {
        Some(value) => Ok(value),
        None => Err(vm.key_error(key.clone())),
    }
}

/// The value of a key, if there is one.
pub fn lookup(vm: &mut Vm, this: &Value, key: &Value) -> Res<Option<Value>> {
    let Some(dict) = this.as_dict() else {
        return Ok(None);
    };
    dict.borrow().get(vm, key)
}

/// `d[key] = value`
pub fn set_item(vm: &mut Vm, this: &Value, key: &Value, value: &Value) -> Res<()> {
    let Some(dict) = this.as_dict() else {
        return Ok(());
    };
    // A key can't contain its dict: comparing keys does not come back here.
    let before = dict.borrow_mut().insert(vm, key, value.clone())?;
    drop(before);
    Ok(())
}

/// `del d[key]`
pub fn del_item(vm: &mut Vm, this: &Value, key: &Value) -> Res<()> {
    let Some(dict) = this.as_dict() else {
        return Ok(());
    };
    let removed = dict.borrow_mut().remove(vm, key)?;
    match removed {
        Some(_) => Ok(()),
        None => Err(vm.key_error(key.clone())),
    }
}

/// `key in d`
pub fn contains(vm: &mut Vm, this: &Value, key: &Value) -> Res {
    lookup(vm, this, key).map(|found| Value::bool(found.is_some()))
}

/// `len(d)`
pub fn length(this: &Value) -> usize {
    this.as_dict().map_or(0, |dict| dict.borrow().len())
}

/// `iter(d)`
pub fn iterate(_: &mut Vm, this: &Value) -> Res {
    Ok(views::entries(this, ViewKind::Keys, false))
}

/// `reversed(d)`
pub fn reversed(_: &mut Vm, this: &Value) -> Res {
    Ok(views::entries(this, ViewKind::Keys, true))
}

/// `{1: 2}`
pub fn repr(vm: &mut Vm, this: &Value) -> Res {
    super::shown::repr(vm, this)
}

/// `a == b`
pub fn equal(vm: &mut Vm, a: &RefCell<Dict>, b: &RefCell<Dict>) -> Res<bool> {
    let (a, b) = (a.borrow(), b.borrow());
    if a.len() != b.len() {
        return Ok(false);
    }
    vm.deeper(" in comparison")?;
    let result = same_values(vm, &a, &b);
    vm.shallower();
    result
}

fn same_values(vm: &mut Vm, a: &Dict, b: &Dict) -> Res<bool> {
    for ((hash, key), (_, value)) in a.hashed().zip(a.iter()) {
        let Some(other) = b.find(vm, hash, key)?.and_then(|at| b.value_at(at)) else {
            return Ok(false);
        };
        if !compare::equal(vm, value, &other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `a | b`
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let (BinaryOp::Or, Some(left), Some(right)) = (op, a.as_dict(), b.as_dict()) else {
        return Ok(None);
    };
    let mut all = left.borrow().clone();
    merge_entries(vm, &mut all, &right.borrow())?;
    Ok(Some(Value::dict(all)))
}

/// `a |= b`
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    if op != BinaryOp::Or || a.as_dict().is_none() {
        return Ok(None);
    }
    let this = a.clone();
    let updated = update(vm, a, b);
    vm.and_then(updated, move |_, done| done.map(|_| this))
        .map(Some)
}

fn merge_entries(vm: &mut Vm, target: &mut Dict, source: &Dict) -> Res<()> {
    for ((hash, key), (_, value)) in source.hashed().zip(source.iter()) {
        target.insert_hashed(vm, hash, key, value.clone())?;
    }
    Ok(())
}

/// `target.update(source)`: a dict, or an iterable of pairs. None, or pending.
pub fn update(vm: &mut Vm, target: &Value, source: &Value) -> Res {
    let Some(dict) = target.as_dict() else {
        return Ok(Value::NONE);
    };
    if target.is(source) {
        return Ok(Value::NONE);
    }
    if let Some(source) = source.as_dict() {
        merge_entries(vm, &mut dict.borrow_mut(), &source.borrow())?;
        return Ok(Value::NONE);
    }
    let pairs = iteration::iterate(vm, source)?;
    take_pairs(vm, target.clone(), pairs, 0)
}

/// Inserts the pairs that an iterator yields.
fn take_pairs(vm: &mut Vm, target: Value, pairs: Value, mut nth: usize) -> Res {
    loop {
        let item = match iteration::next(vm, &pairs) {
            Err(Raise::Pending) => {
                return vm.then(move |vm, item| {
                    let item = item?;
                    if item.is_absent() {
                        return Ok(Value::NONE);
                    }
                    let pair = pair_of(vm, &item, nth);
                    vm.and_then(pair, move |vm, pair| {
                        take_pair(vm, &target, &pair?, nth)?;
                        take_pairs(vm, target, pairs, nth + 1)
                    })
                });
            }
            item => item?,
        };
        if item.is_absent() {
            return Ok(Value::NONE);
        }
        match pair_of(vm, &item, nth) {
            Err(Raise::Pending) => {
                return vm.then(move |vm, pair| {
                    take_pair(vm, &target, &pair?, nth)?;
                    take_pairs(vm, target, pairs, nth + 1)
                });
            }
            pair => take_pair(vm, &target, &pair?, nth)?,
        }
        nth += 1;
    }
}

/// The items of one element of an update sequence, as a list or tuple.
fn pair_of(vm: &mut Vm, item: &Value, nth: usize) -> Res {
    match item.body() {
        Some(Body::List(_) | Body::Tuple(_)) => Ok(item.clone()),
        _ => match iteration::iterate(vm, item) {
            Ok(iterator) => {
                iteration::collect_then(vm, &iterator, |_, items| Ok(Value::tuple(items)))
            }
            Err(_) => {
                let message = format!(
                    "cannot convert dictionary update sequence element #{nth} to a sequence"
                );
                Err(vm.type_error(&message))
            }
        },
    }
}

fn take_pair(vm: &mut Vm, target: &Value, pair: &Value, nth: usize) -> Res<()> {
    let taken = match pair.body() {
        Some(Body::List(items)) => {
            let items = items.borrow();
            <[Value; 2]>::try_from(items.to_vec()).map_err(|items| items.len())
        }
        Some(Body::Tuple(items)) => {
            <[Value; 2]>::try_from(items.to_vec()).map_err(|items| items.len())
        }
        _ => Err(0),
    };
    match taken {
        Ok([key, value]) => set_item(vm, target, &key, &value),
        Err(length) => Err(vm.value_error(&format!(
            "dictionary update sequence element #{nth} has length {length}; 2 is required"
        ))),
    }
}

/// The hash of a key, for who inserts more than once.
pub(super) fn hash_key(vm: &mut Vm, key: &Value) -> Res<i64> {
    hashing::hash(vm, key)
}
