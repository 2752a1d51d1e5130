//! `bytes`, and what bytearrays have in common with it.

pub mod coding;
pub mod construct;
pub mod content;
pub mod iterate;
pub mod methods;
pub mod percent;
pub mod search;

use molt_text::bytes::{layout, quote};

use self::content::{Content, made, make, plain};
use super::{TypeDef, no_attribute, sequence};
use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::ops::type_name;
use crate::value::Value;
use crate::vm::Vm;

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Bytes,
    methods: methods::method_table!(TypeId::Bytes),
    statics: &[
        Builtin::function("fromhex", from_hex),
        Builtin::function("maketrans", make_translation),
    ],
    attribute: no_attribute,
    construct: construct::construct,
};

fn from_hex(vm: &mut Vm, args: &Args<'_>) -> Res {
    content::from_hex(vm, args, TypeId::Bytes).map(Value::bytes)
}

fn make_translation(vm: &mut Vm, args: &Args<'_>) -> Res {
    methods::make_translation(vm, args, "bytes.maketrans")
}

/// `a + b`, `a * n`, `n * a`, `a % b`, of bytes and bytearrays.
#[inline(never)]
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    match (op, plain(a), plain(b)) {
        (BinaryOp::Add, Some(left), _) => add(vm, a, &left, b),
        (BinaryOp::Mul, Some(bytes), _) => repeat(vm, a, &bytes, b).map(Some),
        // The sequence at the left repeats, and refuses.
        (BinaryOp::Mul, None, Some(_))
            if matches!(
                a.body(),
                Some(Body::Str(_) | Body::List(_) | Body::Tuple(_))
            ) =>
        {
            sequence::times(vm, b).map(|_| None)
        }
        (BinaryOp::Mul, None, Some(bytes)) => repeat(vm, b, &bytes, a).map(Some),
        (BinaryOp::Mod, Some(template), _) => percent::percent(vm, a, &template, b).map(Some),
        _ => Ok(None),
    }
}

fn add(vm: &mut Vm, a: &Value, left: &[u8], b: &Value) -> Res<Option<Value>> {
    let Ok(Some(right)) = content::buffer(vm, b) else {
        let message = format!("can't concat {} to {}", type_name(b), type_name(a));
        return Err(vm.type_error(&message));
    };
    // Nothing is added to, or with, bytes that never change.
    let fixed = |value: &Value| matches!(value.body(), Some(Body::Bytes(_)));
    if left.is_empty() && fixed(a) && fixed(b) {
        return Ok(Some(b.clone()));
    }
    if right.is_empty() && fixed(a) {
        return Ok(Some(a.clone()));
    }
    made(vm, a, layout::concat(left, &right)).map(Some)
}

fn repeat(vm: &mut Vm, like: &Value, bytes: &[u8], times: &Value) -> Res {
    let wanted = times.as_i64().unwrap_or(0).max(0);
    let times = sequence::times(vm, times)?;
    let fixed = matches!(like.body(), Some(Body::Bytes(_)));
    if fixed && (bytes.len() as i64).checked_mul(wanted).is_none() {
        return Err(vm.overflow_error("repeated bytes are too long"));
    }
    if times == 1 {
        return content::part(vm, like, bytes);
    }
    made(vm, like, layout::repeat(bytes, times))
}

/// `a op b` where one is bytes or a bytearray at least; nothing where they are not compared. A bytearray compares its bytes with those of
/// a memoryview in one piece, whatever its format is; a memoryview on the left looks for equality by itself.
#[inline(never)]
pub fn compare(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    let mutable = |value: &Value| matches!(value.body(), Some(Body::ByteArray(_)));
    let raw = |value| plain(value).or_else(|| super::memoryview::in_one_piece(value));
    let (a, b) = match (plain(a), plain(b)) {
        (Some(a), Some(b)) => (a, b),
        (Some(left), None) if mutable(a) => (left, raw(b)?),
        (None, Some(right)) if mutable(b) && op.equality(true).is_none() => (raw(a)?, right),
        _ => return None,
    };
    Some(match op {
        CompareOp::Eq => *a == *b,
        CompareOp::Ne => *a != *b,
        _ => op.holds(a.cmp(&b)),
    })
}

/// `o[key]`, of bytes and bytearrays.
#[inline(never)]
pub fn get_item(vm: &mut Vm, o: &Value, key: &Value) -> Res {
    let bytes = plain(o).unwrap_or(Content::Fixed(&[]));
    if let Some(Body::Slice(slice)) = key.body() {
        let span = slice.span(vm, bytes.len())?;
        if span.step == 1 {
            let start = span.start as usize;
            return content::part(
                vm,
                o,
                bytes.get(start..start + span.count).unwrap_or_default(),
            );
        }
        let taken: Vec<u8> = span
            .positions()
            .filter_map(|at| bytes.get(at).copied())
            .collect();
        return Ok(make(o, taken));
    }
    let mutable = matches!(o.body(), Some(Body::ByteArray(_)));
    // CPython says "byte indices" of bytes.
    let kind = if mutable { "bytearray" } else { "byte" };
    let at = sequence::position(vm, key, |given| {
        format!("{kind} indices must be integers or slices, not {given}")
    })?;
    match sequence::within(at, bytes.len()).and_then(|at| bytes.get(at)) {
        Some(byte) => Ok(Value::int(i64::from(*byte))),
        None if mutable => Err(vm.index_error("bytearray index out of range")),
        None => Err(vm.index_error("index out of range")),
    }
}

/// `item in o`
#[inline(never)]
pub fn contains(vm: &mut Vm, o: &Value, item: &Value) -> Res {
    search::contains(vm, o, item)
}

/// `len(o)`, of bytes and bytearrays.
pub fn length(o: &Value) -> usize {
    plain(o).map_or(0, |bytes| bytes.len())
}

/// `bool(o)`
pub fn truth(o: &Value) -> bool {
    length(o) != 0
}

/// `iter(o)`
#[inline(never)]
pub fn iterate(_: &mut Vm, o: &Value) -> Res {
    Ok(iterate::forwards("bytes_iterator", o))
}

/// `repr(o)`
#[inline(never)]
pub fn repr(vm: &mut Vm, o: &Value) -> Res {
    let bytes = plain(o).unwrap_or(Content::Fixed(&[]));
    let text = match o.body() {
        Some(Body::ByteArray(_)) => quote::repr_bytearray(&bytes),
        _ => quote::repr(&bytes),
    };
    match text {
        Ok(text) => Ok(content::ascii_text(text)),
        Err(molt_text::TooLong) => Err(vm.memory_error()),
    }
}
