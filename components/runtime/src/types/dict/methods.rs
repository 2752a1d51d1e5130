//! The methods of `dict`.

use super::views::{ViewKind, view};
use super::{Dict, hash_key, set_item, update};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Raise, Res};
use crate::object::TypeId;
use crate::ops::iterate as iteration;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

const fn method(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
    Builtin::method(TypeId::Dict, name, call)
}

pub(super) static METHODS: &[Builtin] = &[
    method("clear", clear),
    method("copy", copy),
    method("get", get),
    method("items", items),
    method("keys", keys),
    method("pop", pop),
    method("popitem", pop_item),
    method("setdefault", set_default),
    method("update", update_method),
    method("values", values),
];

pub(super) static STATICS: &[Builtin] = &[Builtin::function("fromkeys", from_keys)];

pub(super) fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    between("dict", args.pos, 0, 1).or_raise(vm)?;
    let this = Value::dict(Dict::new());
    fill(vm, &this, args.pos.first(), args)
}

fn update_method(vm: &mut Vm, args: &Args<'_>) -> Res {
    between("update", args.rest(), 0, 1).or_raise(vm)?;
    let filled = fill(vm, args.receiver(), args.rest().first(), args);
    vm.and_then(filled, |_, done| done.map(|_| Value::NONE))
}

/// Updates a dict with a source and then with keywords; the dict.
fn fill(vm: &mut Vm, this: &Value, source: Option<&Value>, args: &Args<'_>) -> Res {
    let updated = match source {
        Some(source) => update(vm, this, source),
        None => Ok(Value::NONE),
    };
    let this = this.clone();
    let (names, values) = (args.names.to_vec(), args.kw.to_vec());
    vm.and_then(updated, move |vm, done| {
        done?;
        for (name, value) in names.iter().zip(&values) {
            set_item(vm, &this, name, value)?;
        }
        Ok(this)
    })
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("dict.clear").or_raise(vm)?;
    if let Some(dict) = args.receiver().as_dict() {
        let entries = dict.borrow_mut().clear();
        drop(entries);
    }
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("dict.copy").or_raise(vm)?;
    Ok(Value::dict(
        args.receiver()
            .as_dict()
            .map(|dict| dict.borrow().clone())
            .unwrap_or_default(),
    ))
}

fn get(vm: &mut Vm, args: &Args<'_>) -> Res {
    let (key, default) = match args.rest() {
        [key] if args.names.is_empty() => (key, None),
        [key, default] if args.names.is_empty() => (key, Some(default)),
        _ => key_and_default(vm, args, "dict.get", "get")?,
    };
    Ok(super::lookup(vm, args.receiver(), key)?
        .unwrap_or_else(|| default.cloned().unwrap_or(Value::NONE)))
}

fn key_and_default<'a>(
    vm: &mut Vm,
    args: &Args<'a>,
    full: &str,
    name: &str,
) -> Res<(&'a Value, Option<&'a Value>)> {
    args.no_keywords(full).or_raise(vm)?;
    between(name, args.rest(), 1, 2).or_raise(vm)?;
    match args.rest() {
        [key, rest @ ..] => Ok((key, rest.first())),
        [] => Err(vm.type_error(full)),
    }
}

fn set_default(vm: &mut Vm, args: &Args<'_>) -> Res {
    let (key, default) = key_and_default(vm, args, "dict.setdefault", "setdefault")?;
    let Some(dict) = args.receiver().as_dict() else {
        return Ok(Value::NONE);
    };
    let hash = hash_key(vm, key)?;
    let mut dict = dict.borrow_mut();
    if let Some(value) = dict.find(vm, hash, key)?.and_then(|at| dict.value_at(at)) {
        return Ok(value);
    }
    let value = default.cloned().unwrap_or(Value::NONE);
    dict.push(vm, hash, key.clone(), value.clone())?;
    Ok(value)
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Res {
    let (key, default) = key_and_default(vm, args, "dict.pop", "pop")?;
    let Some(dict) = args.receiver().as_dict() else {
        return Ok(Value::NONE);
    };
    // An empty dict does not ask the key for its hash.
    let removed = if dict.borrow().is_empty() {
        None
    } else {
        dict.borrow_mut().remove(vm, key)?
    };
    match (removed, default) {
        (Some((_, value)), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.key_error(key.clone())),
    }
}

fn pop_item(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("dict.popitem").or_raise(vm)?;
    let removed = args
        .receiver()
        .as_dict()
        .and_then(|dict| dict.borrow_mut().pop_last());
    match removed {
        Some((key, value)) => Ok(Value::tuple([key, value])),
        None => Err(vm.error(ExcType::KeyError, "popitem(): dictionary is empty")),
    }
}

fn keys(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("dict.keys").or_raise(vm)?;
    Ok(view(args.receiver(), ViewKind::Keys))
}

fn values(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("dict.values").or_raise(vm)?;
    Ok(view(args.receiver(), ViewKind::Values))
}

fn items(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("dict.items").or_raise(vm)?;
    Ok(view(args.receiver(), ViewKind::Items))
}

fn from_keys(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("dict.fromkeys").or_raise(vm)?;
    between("fromkeys", args.pos, 1, 2).or_raise(vm)?;
    let value = args.pos.get(1).cloned().unwrap_or(Value::NONE);
    let Some(iterable) = args.pos.first() else {
        return Ok(Value::NONE);
    };
    let keys = iteration::iterate(vm, iterable)?;
    take_keys(vm, Value::dict(Dict::new()), keys, value)
}

fn take_keys(vm: &mut Vm, target: Value, keys: Value, value: Value) -> Res {
    loop {
        match iteration::next(vm, &keys) {
            Err(Raise::Pending) => {
                return vm.then(move |vm, key| {
                    let key = key?;
                    if key.is_absent() {
                        return Ok(target);
                    }
                    set_item(vm, &target, &key, &value)?;
                    take_keys(vm, target, keys, value)
                });
            }
            key => {
                let key = key?;
                if key.is_absent() {
                    return Ok(target);
                }
                set_item(vm, &target, &key, &value)?;
            }
        }
    }
}
