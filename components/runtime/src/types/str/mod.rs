//! `str`

mod arguments;
mod construct;
pub mod format;
mod methods;
pub mod percent;
mod spec;
mod special;
mod translate;

use std::cell::Cell;

use molt_text::{Shown, Text};

use super::iterator::Next;
use super::{TypeDef, no_attribute};
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;
use arguments::made;

pub use arguments::number_error;
pub use spec::{format, plain_digits};

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Str,
    methods: methods::METHODS,
    statics: translate::STATICS,
    attribute: no_attribute,
    construct: construct::construct,
};

/// `a + b`, `a * n`, `n * a`, `a % b`; nothing when neither operand is a str, or another type may know better.
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    match (op, a.as_text(), b.as_text()) {
        (BinaryOp::Add, Some(_), Some(right)) if right.is_empty() => Ok(Some(a.clone())),
        (BinaryOp::Add, Some(left), Some(_)) if left.is_empty() => Ok(Some(b.clone())),
        (BinaryOp::Add, Some(left), Some(right)) => made(vm, left.concat(right)).map(Some),
        (BinaryOp::Add, Some(_), None) => Err(vm.type_error(&format!(
            "can only concatenate str (not \"{}\") to str",
            type_name(b)
        ))),
        (BinaryOp::Mul, Some(text), _) => repeat(vm, text, b).map(Some),
        (BinaryOp::Mul, None, Some(text)) => repeat(vm, text, a).map(Some),
        (BinaryOp::Mod, Some(_), _) => percent::percent(vm, a, b).map(Some),
        _ => Ok(None),
    }
}

fn repeat(vm: &mut Vm, text: &Text, times: &Value) -> Res {
    let Some(times) = times.as_i64() else {
        let name = type_name(times);
        return Err(if matches!(times.body(), Some(Body::Int(_))) {
            vm.overflow_error("cannot fit 'int' into an index-sized integer")
        } else {
            vm.type_error(&format!(
                "can't multiply sequence by non-int of type '{name}'"
            ))
        });
    };
    let times = times.max(0);
    if (text.len() as i64).checked_mul(times).is_none() {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    made(
        vm,
        text.repeat(usize::try_from(times).unwrap_or(usize::MAX)),
    )
}

/// `a < b` and so on; nothing when one is no str.
pub fn compare(_: &mut Vm, op: CompareOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let (Some(left), Some(right)) = (a.as_text(), b.as_text()) else {
        return Ok(None);
    };
    Ok(Some(Value::bool(match op {
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    })))
}

/// `o[key]`
pub fn get_item(vm: &mut Vm, o: &Value, key: &Value) -> Res {
    let Some(text) = o.as_text() else {
        return Err(vm.type_error("a str is expected"));
    };
    if let Some(index) = key.as_i64() {
        let index = if index < 0 {
            index.saturating_add(text.len() as i64)
        } else {
            index
        };
        let code_point = usize::try_from(index)
            .ok()
            .and_then(|index| text.get(index));
        return match code_point {
            Some(code_point) => character(vm, code_point),
            None => Err(vm.index_error("string index out of range")),
        };
    }
    match key.body() {
        Some(Body::Slice(slice)) => {
            let span = slice.span(vm, text.len())?;
            if span.step == 1 && span.count == text.len() {
                return Ok(o.clone());
            }
            let start = usize::try_from(span.start).unwrap_or(0);
            let step = isize::try_from(span.step).unwrap_or(isize::MAX);
            Ok(Value::text(text.stepped(start, step, span.count)))
        }
        Some(Body::Int(_)) => Err(vm.index_error("cannot fit 'int' into an index-sized integer")),
        _ => Err(vm.type_error(&format!(
            "string indices must be integers, not '{}'",
            type_name(key)
        ))),
    }
}

/// `item in o`
pub fn contains(vm: &mut Vm, o: &Value, item: &Value) -> Res {
    match (o.as_text(), item.as_text()) {
        (Some(text), Some(part)) => Ok(Value::bool(text.contains(part))),
        _ => {
            let name = type_name(item);
            Err(vm.type_error(&format!(
                "'in <string>' requires string as left operand, not {name}"
            )))
        }
    }
}

/// `len(o)`
pub fn length(o: &Value) -> usize {
    o.as_text().map_or(0, Text::len)
}

/// Whether it counts as true.
pub fn truth(o: &Value) -> bool {
    o.as_text().is_some_and(|text| !text.is_empty())
}

/// `repr(o)`
pub fn repr(vm: &mut Vm, o: &Value) -> Res {
    match o.as_text().map(|text| text.quoted(Shown::Printable)) {
        Some(quoted) => made(vm, quoted),
        None => Err(vm.type_error("a str is expected")),
    }
}

/// The str of one code point; those of ASCII are made once.
pub fn character(vm: &mut Vm, code_point: u32) -> Res {
    let known = &mut vm.state.characters;
    if code_point < 128 {
        if known.is_empty() {
            *known = (0..128)
                .filter_map(Text::from_code_point)
                .map(Value::text)
                .collect();
        }
        if let Some(character) = known.get(code_point as usize) {
            return Ok(character.clone());
        }
    }
    match Text::from_code_point(code_point) {
        Some(text) => Ok(Value::text(text)),
        None => Err(vm.error(ExcType::ValueError, "chr() arg not in range(0x110000)")),
    }
}

/// `iter(o)`
pub fn iterate(_: &mut Vm, o: &Value) -> Res {
    let ascii = o.as_text().is_some_and(Text::is_ascii);
    let name = if ascii {
        "str_ascii_iterator"
    } else {
        "str_iterator"
    };
    Ok(Value::iterator(
        name,
        TypeId::Iterator,
        Characters {
            text: o.clone(),
            at: Cell::new(0),
        },
    ))
}

/// Iterates over the characters of a str.
struct Characters {
    text: Value,
    /// The byte offset of the next one.
    at: Cell<usize>,
}

impl Characters {
    fn rest(&self) -> &[u8] {
        self.text
            .as_text()
            .and_then(|text| text.as_wtf8().get(self.at.get()..))
            .unwrap_or_default()
    }
}

impl Next for Characters {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        match molt_text::wtf8::first(self.rest()) {
            Some((code_point, size)) => {
                self.at.set(self.at.get() + size);
                character(vm, code_point)
            }
            None => Ok(Value::ABSENT),
        }
    }

    fn length_hint(&self) -> Option<usize> {
        Some(molt_text::wtf8::count(self.rest()))
    }
}
