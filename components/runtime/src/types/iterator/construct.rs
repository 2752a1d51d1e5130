//! `map(..)`, `filter(..)`, `zip(..)`, `enumerate(..)`, `reversed(..)`

use super::combine::{Enumerate, Filter, Map, Zip};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res};
use crate::object::TypeId;
use crate::ops::{iterate, truth};
use crate::types::sequence::{is_int, not_an_integer};
use crate::value::Value;
use crate::vm::Vm;

/// What can be called, by the names of the types.
pub static CONSTRUCTORS: &[Builtin] = &[
    Builtin::function("map", map),
    Builtin::function("filter", filter),
    Builtin::function("zip", zip),
    Builtin::function("enumerate", enumerate),
    Builtin::function("reversed", reversed),
];

/// `T(..)`; None for other types.
pub fn construct(vm: &mut Vm, id: TypeId, args: &Args<'_>) -> Option<Res> {
    let name = id.name();
    let constructor = CONSTRUCTORS.iter().find(|one| one.name == name)?;
    Some((constructor.call)(vm, args))
}

fn iterators(vm: &mut Vm, iterables: &[Value]) -> Res<Vec<Value>> {
    let mut iterators = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        iterators.push(iterate::iterate(vm, iterable)?);
    }
    Ok(iterators)
}

fn map(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("map").or_raise(vm)?;
    let [function, iterables @ ..] = args.pos else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    Ok(Map::value(function.clone(), iterators(vm, iterables)?))
}

fn filter(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("filter").or_raise(vm)?;
    between("filter", args.pos, 2, 2).or_raise(vm)?;
    let [function, iterable] = args.pos else {
        return Ok(Value::NONE);
    };
    let iterator = iterate::iterate(vm, iterable)?;
    Ok(Filter::value(
        Some(function.clone()).filter(|function| !function.is_none()),
        iterator,
    ))
}

fn zip(vm: &mut Vm, args: &Args<'_>) -> Res {
    let strict = match args.keyword("strict") {
        Some(strict) => truth::truth(vm, strict)?,
        None => false,
    };
    if let Some(other) = args
        .names
        .iter()
        .find(|name| name.as_text().is_none_or(|name| *name != "strict"))
    {
        let message = match (args.names.len(), other.as_text()) {
            (1, Some(name)) => format!("'{name}' is an invalid keyword argument for zip()"),
            (given, _) => format!("zip() takes at most 1 keyword argument ({given} given)"),
        };
        return Err(vm.type_error(&message));
    }
    Ok(Zip::value(iterators(vm, args.pos)?, strict))
}

fn enumerate(vm: &mut Vm, args: &Args<'_>) -> Res {
    let given = args.pos.len() + args.kw.len();
    if given > 2 {
        return Err(vm.type_error(&format!(
            "enumerate() takes at most 2 arguments ({given} given)"
        )));
    }
    if given == 0 {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let (mut iterable, mut start) = (args.pos.first(), args.pos.get(1));
    for (name, value) in args.names.iter().zip(args.kw) {
        match name.as_text().and_then(|name| name.as_str()) {
            Some("iterable") if iterable.is_none() => iterable = Some(value),
            Some("start") if start.is_none() && given == 2 => start = Some(value),
            name => {
                let name = name.unwrap_or_default();
                let message = format!("'{name}' is an invalid keyword argument for enumerate()");
                return Err(vm.type_error(&message));
            }
        }
    }
    let start = match start {
        Some(start) if !is_int(start) => return Err(not_an_integer(vm, start)),
        Some(start) => start.as_small().map_or_else(|| start.clone(), Value::int),
        None => Value::int(0),
    };
    let Some(iterable) = iterable else {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    };
    let iterator = iterate::iterate(vm, iterable)?;
    Ok(Enumerate::value(iterator, start))
}

fn reversed(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("reversed").or_raise(vm)?;
    between("reversed", args.pos, 1, 1).or_raise(vm)?;
    match args.pos.first() {
        Some(sequence) => iterate::reversed(vm, sequence),
        None => Ok(Value::NONE),
    }
}
