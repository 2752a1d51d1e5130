//! The methods of `list`.

use super::{as_list, sort};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res};
use crate::object::TypeId;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

const fn method(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
    Builtin::method(TypeId::List, name, call)
}

pub(super) static METHODS: &[Builtin] = &[
    method("append", append),
    method("clear", clear),
    method("copy", copy),
    method("count", count),
    method("extend", extend),
    method("index", index),
    method("insert", insert),
    method("pop", pop),
    method("remove", remove),
    method("reverse", reverse),
    method("sort", sort::method),
];

fn append(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("list.append").or_raise(vm)?;
    super::append(vm, args.receiver(), item.clone())?;
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("list.clear").or_raise(vm)?;
    if let Some(items) = as_list(args.receiver()) {
        drop(items.take());
    }
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("list.copy").or_raise(vm)?;
    Ok(Value::list(
        as_list(args.receiver())
            .map(|items| items.borrow().clone())
            .unwrap_or_default(),
    ))
}

fn count(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("list.count").or_raise(vm)?;
    match as_list(args.receiver()) {
        Some(items) => sequence::count(vm, &items.borrow(), item),
        None => Ok(Value::NONE),
    }
}

fn extend(vm: &mut Vm, args: &Args<'_>) -> Res {
    let iterable = args.one("list.extend").or_raise(vm)?;
    super::extend(vm, args.receiver(), iterable)
}

fn index(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("list.index").or_raise(vm)?;
    between("index", args.rest(), 1, 3).or_raise(vm)?;
    let (Some(items), [item, ..]) = (as_list(args.receiver()), args.rest()) else {
        return Ok(Value::NONE);
    };
    let found = sequence::index(vm, &items.borrow(), args.rest())?;
    match found {
        Some(at) => Ok(Value::size(at)),
        None => sequence::not_in(vm, item, " is not in list"),
    }
}

fn insert(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("list.insert").or_raise(vm)?;
    between("insert", args.rest(), 2, 2).or_raise(vm)?;
    let (Some(items), [at, item]) = (as_list(args.receiver()), args.rest()) else {
        return Ok(Value::NONE);
    };
    let at = sequence::integer(vm, at)?;
    let mut items = items.borrow_mut();
    if items.try_reserve(1).is_err() {
        return Err(vm.memory_error());
    }
    let length = items.len() as i64;
    let at = if at < 0 {
        at.saturating_add(length).max(0)
    } else {
        at.min(length)
    };
    items.insert(at as usize, item.clone());
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("list.pop").or_raise(vm)?;
    between("pop", args.rest(), 0, 1).or_raise(vm)?;
    let Some(items) = as_list(args.receiver()) else {
        return Ok(Value::NONE);
    };
    let at = match args.rest().first() {
        Some(at) => sequence::integer(vm, at)?,
        None => -1,
    };
    let mut items = items.borrow_mut();
    if items.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    match sequence::within(at, items.len()) {
        Some(at) => Ok(items.remove(at)),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("list.remove").or_raise(vm)?;
    let Some(items) = as_list(args.receiver()) else {
        return Ok(Value::NONE);
    };
    let found = sequence::find(vm, &items.borrow(), item)?;
    let Some(at) = found else {
        return Err(vm.value_error("list.remove(x): x not in list"));
    };
    let mut items = items.borrow_mut();
    let removed = (at < items.len()).then(|| items.remove(at));
    drop(items);
    drop(removed);
    Ok(Value::NONE)
}

fn reverse(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("list.reverse").or_raise(vm)?;
    if let Some(items) = as_list(args.receiver()) {
        items.borrow_mut().reverse();
    }
    Ok(Value::NONE)
}
