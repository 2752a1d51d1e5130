//! `str(v)`, `repr(v)`, `ascii(v)`, `format(v, spec)`.

use molt_text::{Decimal, Text, TextBuilder};

use super::{calls, type_name};
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::object::{Body, TypeId};
use crate::types::class::Class;
use crate::types::{self, exception};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// A piece of a text that is put together.
pub enum Part {
    /// As it is.
    Static(&'static str),
    /// As it is.
    Owned(String),
    /// `str(v)`
    Str(Value),
    /// `repr(v)`
    Repr(Value),
}

/// `repr(v)`, a str. May be pending.
pub fn repr(vm: &mut Vm, value: &Value) -> Res {
    match special(vm, value, "__repr__") {
        Some(method) => call_for_str(vm, method, value, "__repr__"),
        None => builtin_repr(vm, value),
    }
}

/// `str(v)`, a str. May be pending.
pub fn str(vm: &mut Vm, value: &Value) -> Res {
    if value.as_text().is_some() {
        return Ok(value.clone());
    }
    if has_class_of_program(value)
        && let Some(method) = special(vm, value, "__str__")
    {
        return call_for_str(vm, method, value, "__str__");
    }
    // `object.__str__` is the representation, and is who is blamed for it.
    if matches!(value.body(), Some(Body::Instance(_)))
        && let Some(method) = special(vm, value, "__repr__")
    {
        return call_for_str(vm, method, value, "__str__");
    }
    builtin_str(vm, value)
}

/// `ascii(v)`. May be pending.
pub fn ascii(vm: &mut Vm, value: &Value) -> Res {
    let shown = repr(vm, value);
    vm.and_then(shown, |vm, shown| {
        let shown = shown?;
        match shown.as_text().map(Text::escape_non_ascii) {
            Some(Ok(escaped)) => Ok(Value::text(escaped)),
            Some(Err(_)) => Err(vm.memory_error()),
            None => Ok(shown),
        }
    })
}

/// `format(v, spec)`. May be pending.
pub fn format(vm: &mut Vm, value: &Value, spec: &Value) -> Res {
    let Some(text) = spec.as_text() else {
        let given = crate::types::bytes::content::clinic_type(spec);
        let message = format!("format() argument 2 must be str, not {given}");
        return Err(vm.type_error(&message));
    };
    if let Some(method) = special(vm, value, "__format__") {
        let result = calls::call(vm, &method, &Args::of(&[value.clone(), spec.clone()]));
        return vm.and_then(result, |vm, answer| {
            let answer = answer?;
            if answer.as_text().is_some() {
                return Ok(answer);
            }
            let message = format!("__format__ must return a str, not {}", type_name(&answer));
            Err(vm.type_error(&message))
        });
    }
    match value.type_id() {
        TypeId::Str => types::str::format(vm, value, text),
        // An empty one is `str(v)`.
        _ if text.is_empty() => str(vm, value),
        TypeId::Int | TypeId::Bool => types::int::format(vm, value, text),
        TypeId::Float => types::float::format(vm, value, text),
        _ => format_object(vm, value, spec),
    }
}

/// `f"{v}"`
pub fn format_plain(vm: &mut Vm, value: &Value) -> Res {
    match value.body() {
        Some(Body::Str(_)) => Ok(value.clone()),
        Some(Body::Instance(_) | Body::Exception(_)) => format(vm, value, &Value::str("")),
        _ => str(vm, value),
    }
}

/// `object.__format__`
pub fn format_object(vm: &mut Vm, value: &Value, spec: &Value) -> Res {
    if spec.as_text().is_some_and(|text| text.is_empty()) {
        return str(vm, value);
    }
    let message = format!(
        "unsupported format string passed to {}.__format__",
        type_name(value)
    );
    Err(vm.type_error(&message))
}

fn has_class_of_program(value: &Value) -> bool {
    match value.body() {
        Some(Body::Instance(_)) => true,
        Some(Body::Exception(exception)) => exception.class.is_some(),
        _ => false,
    }
}

/// A special method of the program's class of a value.
pub fn special(vm: &mut Vm, value: &Value, name: &str) -> Option<Value> {
    if !has_class_of_program(value) {
        return None;
    }
    let class = vm.class_of(value);
    let name = vm.intern(name);
    Class::of(&class)?.lookup(&name)
}

fn call_for_str(vm: &mut Vm, method: Value, value: &Value, name: &'static str) -> Res {
    let result = calls::call(vm, &method, &Args::of(std::slice::from_ref(value)));
    vm.and_then(result, move |vm, answer| {
        let answer = answer?;
        if answer.as_text().is_some() {
            return Ok(answer);
        }
        let message = format!("{name} returned non-string (type {})", type_name(&answer));
        Err(vm.type_error(&message))
    })
}

/// `str(v)` where no class of the program says otherwise.
pub fn builtin_str(vm: &mut Vm, value: &Value) -> Res {
    match value.body() {
        Some(Body::Exception(_)) => exception::str(vm, value),
        _ => repr(vm, value),
    }
}

/// `repr(v)` where no class of the program says otherwise.
pub fn builtin_repr(vm: &mut Vm, value: &Value) -> Res {
    let obj = match value.kind() {
        Kind::None => return Ok(vm.intern("None")),
        Kind::Bool(true) => return Ok(vm.intern("True")),
        Kind::Bool(false) => return Ok(vm.intern("False")),
        Kind::Int(number) => return Ok(Value::text(Decimal::of(number).into())),
        Kind::Float(number) => return Ok(Value::str(&molt_number::float::repr(number))),
        Kind::Obj(obj) => obj,
    };
    match &obj.body {
        Body::Int(big) => big_repr(vm, big),
        Body::Str(_) => types::str::repr(vm, value),
        Body::Bytes(_) => types::bytes::repr(vm, value),
        Body::ByteArray(_) => types::bytearray::repr(vm, value),
        Body::MemoryView(_) => types::memoryview::repr(vm, value),
        Body::List(_)
        | Body::Tuple(_)
        | Body::Dict(_)
        | Body::Set(_)
        | Body::FrozenSet(_)
        | Body::Range(_)
        | Body::Slice(_) => types::shown::repr(vm, value),
        Body::Iterator(iterator) if iterator.state.as_view().is_some() => {
            types::shown::repr(vm, value)
        }
        Body::Exception(_) => exception::repr(vm, value),
        Body::Bound(bound) => bound_repr(vm, bound),
        _ => Ok(Value::str(&plain_repr(vm, value, &obj.body))),
    }
}

#[inline(never)]
pub(crate) fn big_repr(vm: &mut Vm, big: &num_bigint::BigInt) -> Res {
    match molt_number::int::to_decimal(big) {
        Ok(digits) => Ok(Value::str(&digits)),
        Err(error) => Err(types::str::number_error(vm, error)),
    }
}

/// What needs nobody else to be shown.
fn plain_repr(vm: &mut Vm, value: &Value, body: &Body) -> String {
    match body {
        Body::Class(class) => format!("<class '{}'>", class.shown()),
        Body::Function(function) => {
            let name = vm
                .codes
                .get(function.code as usize)
                .map_or("?", |code| code.qualified_name.as_str());
            format!("<function {name} at {}>", address(value))
        }
        Body::Builtin(builtin) => match builtin.owner {
            Some(owner) => format!("<method '{}' of '{}' objects>", builtin.name, owner.name()),
            None => format!("<built-in function {}>", builtin.name),
        },
        Body::Module(module) => format!("<module '{}' (built-in)>", module.name),
        Body::NotImplemented => "NotImplemented".to_string(),
        Body::Ellipsis => "Ellipsis".to_string(),
        Body::Instance(instance) => {
            let name = Class::of(&instance.class)
                .map(Class::shown)
                .unwrap_or_default();
            format!("<{name} object at {}>", address(value))
        }
        _ => format!("<{} object at {}>", type_name(value), address(value)),
    }
}

fn bound_repr(vm: &mut Vm, bound: &types::function::Bound) -> Res {
    match bound.function.body() {
        Some(Body::Function(function)) => {
            let name = vm
                .codes
                .get(function.code as usize)
                .map_or("?", |code| code.qualified_name.as_str());
            let begin = Part::Owned(format!("<bound method {name} of "));
            concat(
                vm,
                vec![begin, Part::Repr(bound.receiver.clone()), Part::Static(">")],
            )
        }
        Some(Body::Builtin(builtin)) => {
            let (owner, place) = (type_name(&bound.receiver), address(&bound.receiver));
            Ok(Value::str(&format!(
                "<built-in method {} of {owner} object at {place}>",
                builtin.name
            )))
        }
        _ => Ok(Value::str("<bound method>")),
    }
}

/// Where an object is, as CPython would show it: not the same in two runs.
pub fn address(value: &Value) -> String {
    format!(
        "{:#x}",
        0x7f00_0000_0000 | (value.bits() & 0xffff_ffff_ffff)
    )
}

/// Puts parts together. May be pending.
pub fn concat(vm: &mut Vm, mut parts: Vec<Part>) -> Res {
    parts.reverse();
    concat_rest(vm, TextBuilder::new(), parts)
}

fn concat_rest(vm: &mut Vm, mut shown: TextBuilder, mut reversed: Vec<Part>) -> Res {
    while let Some(part) = reversed.pop() {
        let text = match part {
            Part::Static(text) => {
                shown.push_str(text);
                continue;
            }
            Part::Owned(text) => {
                shown.push_str(&text);
                continue;
            }
            Part::Str(value) => str(vm, &value),
            Part::Repr(value) => repr(vm, &value),
        };
        match text {
            Ok(text) => push(&mut shown, &text),
            Err(Raise::Pending) => {
                return vm.then(move |vm, answer| {
                    push(&mut shown, &answer?);
                    concat_rest(vm, shown, reversed)
                });
            }
            Err(raise) => return Err(raise),
        }
    }
    Ok(Value::text(shown.finish()))
}

fn push(shown: &mut TextBuilder, value: &Value) {
    if let Some(text) = value.as_text() {
        shown.push_text(text);
    }
}
