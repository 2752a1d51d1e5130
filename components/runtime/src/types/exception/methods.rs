//! Methods and attributes of exceptions.

use super::{Exception, fields};
use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

/// Methods of `BaseException`.
pub static METHODS: &[Builtin] = &[
    Builtin::method(TypeId::Exception, "add_note", add_note),
    Builtin::method(TypeId::Exception, "with_traceback", with_traceback),
];

fn add_note(vm: &mut Vm, args: &Args<'_>) -> Res {
    let note = match args.one("BaseException.add_note") {
        Ok(note) => note,
        Err(error) => return Err(error.raise(vm)),
    };
    if note.as_text().is_none() {
        let message = format!("note must be a str, not '{}'", type_name(note));
        return Err(vm.type_error(&message));
    }
    let Some(exception) = Exception::of(args.receiver()) else {
        return Ok(Value::NONE);
    };
    match exception.field("__notes__") {
        Some(notes) => match notes.body() {
            Some(Body::List(notes)) => notes.borrow_mut().push(note.clone()),
            _ => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
        },
        None => exception.set_field(vm.intern("__notes__"), Value::list(vec![note.clone()])),
    }
    Ok(Value::NONE)
}

fn with_traceback(vm: &mut Vm, args: &Args<'_>) -> Res {
    match args.one("BaseException.with_traceback") {
        Ok(given) if given.is_none() => {
            if let Some(exception) = Exception::of(args.receiver()) {
                exception.traceback.borrow_mut().clear();
            }
            Ok(args.receiver().clone())
        }
        Ok(_) => Err(vm.type_error("__traceback__ must be a traceback or None")),
        Err(error) => Err(error.raise(vm)),
    }
}

/// A special attribute; None when there is none of this name.
pub fn get_attribute(vm: &mut Vm, value: &Value, name: &str) -> Option<Res> {
    let exception = Exception::of(value)?;
    let or_none = |value: Option<Value>| Some(Ok(value.unwrap_or(Value::NONE)));
    match name {
        "args" => Some(Ok(Value::tuple(exception.args.borrow().clone()))),
        "__cause__" => or_none(exception.cause.borrow().clone()),
        "__context__" => or_none(exception.context.borrow().clone()),
        "__suppress_context__" => Some(Ok(Value::bool(exception.suppress_context.get()))),
        "__traceback__" => {
            let message = "'__traceback__' is not supported: tracebacks are printed, not reflected";
            Some(Err(vm.error(ExcType::NotImplementedError, message)))
        }
        _ if fields::has_field(exception.kind, name) => or_none(exception.field(name)),
        _ => None,
    }
}

/// Sets a special attribute. False: this is none, but an ordinary one.
pub fn set_attribute(vm: &mut Vm, target: &Value, name: &str, value: &Value) -> Res<bool> {
    let Some(exception) = Exception::of(target) else {
        return Ok(false);
    };
    match name {
        "args" => {
            let items = match value.body() {
                Some(Body::Tuple(items)) => items.to_vec(),
                Some(Body::List(items)) => items.borrow().clone(),
                _ => {
                    let message = format!("'{}' object is not iterable", type_name(value));
                    return Err(vm.type_error(&message));
                }
            };
            drop(exception.args.replace(items));
        }
        "__cause__" => {
            let cause = chained(vm, value, "cause")?;
            drop(exception.cause.replace(cause));
            exception.suppress_context.set(true);
        }
        "__context__" => {
            let context = chained(vm, value, "context")?;
            drop(exception.context.replace(context));
        }
        "__suppress_context__" => match value.kind() {
            crate::value::Kind::Bool(truth) => exception.suppress_context.set(truth),
            _ => return Err(vm.type_error("attribute value type must be bool")),
        },
        "__traceback__" => {
            if !value.is_none() {
                return Err(vm.type_error("__traceback__ must be a traceback or None"));
            }
            exception.traceback.borrow_mut().clear();
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn chained(vm: &mut Vm, value: &Value, what: &str) -> Res<Option<Value>> {
    if value.is_none() {
        return Ok(None);
    }
    if Exception::of(value).is_some() {
        return Ok(Some(value.clone()));
    }
    Err(vm.type_error(&format!(
        "exception {what} must be None or derive from BaseException"
    )))
}
