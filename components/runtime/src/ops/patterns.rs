//! `match`: what patterns ask of a value.

use super::{attributes, type_name};
use crate::error::{Raise, Res};
use crate::object::{Body, TypeId};
use crate::types::class::{Class, is_subclass};
use crate::types::dict::Dict;
use crate::types::exception::{ExcType, Exception};
use crate::value::Value;
use crate::vm::Vm;

/// Whether `case [..]` may look at it: PEP 634 names list, tuple, range and memoryview, and leaves out str, bytes, bytearray.
pub fn is_sequence(o: &Value) -> bool {
    matches!(
        o.body(),
        Some(Body::List(_) | Body::Tuple(_) | Body::Range(_) | Body::MemoryView(_))
    )
}

/// The value of a key, or `Value::ABSENT`.
pub fn key(vm: &mut Vm, o: &Value, key: &Value) -> Res {
    match o.body() {
        Some(Body::Dict(dict)) => {
            let found = dict.borrow().get(vm, key)?;
            Ok(found.unwrap_or(Value::ABSENT))
        }
        _ => Err(vm.type_error(&format!("'{}' object is not a mapping", type_name(o)))),
    }
}

/// What is left without some keys.
pub fn rest(vm: &mut Vm, o: &Value, keys: Vec<Value>) -> Res {
    let Some(Body::Dict(dict)) = o.body() else {
        return Err(vm.type_error(&format!("'{}' object is not a mapping", type_name(o))));
    };
    let mut left: Dict = dict.borrow().clone();
    for key in &keys {
        drop(left.remove(vm, key)?);
    }
    Ok(Value::object(Body::Dict(Box::new(left.into()))))
}

/// Types that take themselves as their only positional pattern.
fn matches_itself(id: TypeId) -> bool {
    use TypeId::*;
    matches!(
        id,
        Bool | ByteArray | Bytes | Dict | Float | FrozenSet | Int | List | Set | Str | Tuple
    )
}

/// `case C(p, .., name=p, ..)`: stages the attributes, the last one first.
pub fn class(vm: &mut Vm, o: &Value, class: &Value, positional: usize, names: &Value) -> Res {
    let Some(body) = Class::of(class) else {
        let message = "called match pattern must be a class";
        return Err(vm.type_error(message));
    };
    let own = vm.class_of(o);
    if !is_subclass(&own, class) {
        return Ok(Value::FALSE);
    }
    let keywords: Vec<Value> = match names.body() {
        Some(Body::Tuple(names)) => names.to_vec(),
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    let mut asked: Vec<Value> = Vec::new();
    if positional > 0 {
        if body.builtin.is_some_and(matches_itself) {
            if positional > 1 {
                let message = format!(
                    "{}() accepts 1 positional sub-pattern ({positional} given)",
                    body.name
                );
                return Err(vm.type_error(&message));
            }
            found.push(o.clone());
        } else {
            let names = match_args(vm, class, body, positional)?;
            for name in names {
                once(vm, body, &mut asked, &name)?;
                match attribute(vm, o, &name)? {
                    Some(value) => found.push(value),
                    None => return Ok(Value::FALSE),
                }
            }
        }
    }
    for name in keywords {
        once(vm, body, &mut asked, &name)?;
        match attribute(vm, o, &name)? {
            Some(value) => found.push(value),
            None => return Ok(Value::FALSE),
        }
    }
    vm.stage.extend(found.into_iter().rev());
    Ok(Value::TRUE)
}

/// A name that has not been asked for before.
fn once(vm: &mut Vm, class: &Class, asked: &mut Vec<Value>, name: &Value) -> Res<()> {
    let Some(text) = name.as_text() else {
        let message = format!(
            "__match_args__ elements must be strings (got {})",
            type_name(name)
        );
        return Err(vm.type_error(&message));
    };
    if asked.iter().any(|known| known.as_text() == Some(text)) {
        let message = format!(
            "{}() got multiple sub-patterns for attribute '{text}'",
            class.name
        );
        return Err(vm.type_error(&message));
    }
    asked.push(name.clone());
    Ok(())
}

/// The names that `__match_args__` gives positional patterns.
fn match_args(vm: &mut Vm, class: &Value, body: &Class, positional: usize) -> Res<Vec<Value>> {
    let name = vm.intern("__match_args__");
    let names = match attributes::find(vm, class, &name)? {
        Some(names) => match names.body() {
            Some(Body::Tuple(names)) => names.to_vec(),
            _ => {
                let message = format!(
                    "{}.__match_args__ must be a tuple (got {})",
                    body.name,
                    type_name(&names)
                );
                return Err(vm.type_error(&message));
            }
        },
        None => Vec::new(),
    };
    if positional > names.len() {
        let (allowed, s) = (names.len(), if names.len() == 1 { "" } else { "s" });
        let message = format!(
            "{}() accepts {allowed} positional sub-pattern{s} ({positional} given)",
            body.name
        );
        return Err(vm.type_error(&message));
    }
    Ok(names.into_iter().take(positional).collect())
}

/// An attribute, None when there is none.
fn attribute(vm: &mut Vm, o: &Value, name: &Value) -> Res<Option<Value>> {
    match attributes::find(vm, o, name) {
        Err(Raise::Exception(raised))
            if Exception::of(&raised)
                .is_some_and(|error| error.kind.is(ExcType::AttributeError)) =>
        {
            Ok(None)
        }
        other => other,
    }
}
