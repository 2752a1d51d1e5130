//! The methods of `int`.

use std::rc::Rc;

use molt_number::int as number;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::special::with_operators;
use super::{big, index, plain, raise};
use crate::args::{Args, Builtin, between, bind};
use crate::error::{OrRaise, Res, ToRaise};
use crate::object::TypeId;
use crate::ops::{truth, type_name};
use crate::types::bytes::construct::from_source;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

const fn method(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
    Builtin::method(TypeId::Int, name, call)
}

/// Methods.
pub static METHODS: &[Builtin] = with_operators!(TypeId::Int, {
    "__add__" "__radd__" Add,
    "__sub__" "__rsub__" Sub,
    "__mul__" "__rmul__" Mul,
    "__truediv__" "__rtruediv__" TrueDiv,
    "__floordiv__" "__rfloordiv__" FloorDiv,
    "__mod__" "__rmod__" Mod,
    "__pow__" "__rpow__" Pow,
    "__lshift__" "__rlshift__" LShift,
    "__rshift__" "__rrshift__" RShift,
    "__and__" "__rand__" And,
    "__or__" "__ror__" Or,
    "__xor__" "__rxor__" Xor,
}, [
    method("as_integer_ratio", |vm, args| {
        args.none("int.as_integer_ratio").or_raise(vm)?;
        Ok(Value::tuple([plain(args.receiver()), Value::int(1)]))
    }),
    method("bit_count", |vm, args| {
        args.none("int.bit_count").or_raise(vm)?;
        Ok(Value::int(big(args.receiver()).map_or(0, |n| number::bit_count(&n)) as i64))
    }),
    method("bit_length", |vm, args| {
        args.none("int.bit_length").or_raise(vm)?;
        Ok(Value::int(big(args.receiver()).map_or(0, |n| number::bit_length(&n)) as i64))
    }),
    method("conjugate", |vm, args| same(vm, args, "int.conjugate")),
    method("is_integer", |vm, args| {
        args.none("int.is_integer").or_raise(vm)?;
        Ok(Value::TRUE)
    }),
    method("to_bytes", to_bytes),
    method("__bool__", |vm, args| {
        args.none("int.__bool__").or_raise(vm)?;
        truth::truth(vm, args.receiver()).map(Value::bool)
    }),
    method("__ceil__", |vm, args| same(vm, args, "int.__ceil__")),
    method("__floor__", |vm, args| same(vm, args, "int.__floor__")),
    method("__index__", |vm, args| same(vm, args, "int.__index__")),
    method("__int__", |vm, args| same(vm, args, "int.__int__")),
    method("__trunc__", |vm, args| same(vm, args, "int.__trunc__")),
    method("__float__", |vm, args| {
        args.none("int.__float__").or_raise(vm)?;
        Ok(Value::float(super::to_float(vm, args.receiver())?.unwrap_or(0.0)))
    }),
    method("__round__", |vm, args| {
        args.no_keywords("int.__round__").or_raise(vm)?;
        between("__round__", args.rest(), 0, 1).or_raise(vm)?;
        round(vm, args.receiver(), args.rest().first())
    }),
    method("__invert__", |vm, args| special::unary(vm, args, UnaryOp::Invert)),
]);

/// Class methods.
pub static STATICS: &[Builtin] = &[Builtin::function("from_bytes", from_bytes)];
/// Those that `bool` has in a form of its own: what a class method makes is of the class that it was called on.
pub static BOOL_STATICS: &[Builtin] = &[Builtin::function("from_bytes", bool_from_bytes)];

fn same(vm: &mut Vm, args: &Args<'_>, name: &str) -> Res {
    args.none(name).or_raise(vm)?;
    Ok(plain(args.receiver()))
}

/// `round(n, digits)`
pub fn round(vm: &mut Vm, this: &Value, digits: Option<&Value>) -> Res {
    let Some(digits) = digits else {
        return Ok(plain(this));
    };
    let digits = index(vm, digits)?;
    if digits.sign() != num_bigint::Sign::Minus {
        return Ok(plain(this));
    }
    let Some(this) = big(this) else {
        return Ok(Value::NONE);
    };
    number::round(&this, &digits)
        .map(Value::big)
        .map_err(|error| raise(vm, error))
}

/// Whether the order of bytes is little-endian; the default is big.
fn is_little(vm: &mut Vm, function: &str, order: Option<&Value>) -> Res<bool> {
    let Some(order) = order else { return Ok(false) };
    let Some(text) = order.as_text() else {
        let given = type_name(order);
        return Err(vm.type_error(&format!(
            "{function}() argument 'byteorder' must be str, not {given}"
        )));
    };
    match text.as_str() {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

/// Two parameters and the keyword `signed`.
fn three<'a>(
    name: &str,
    first: &str,
    required: usize,
    args: &Args<'a>,
    skip: usize,
) -> Result<[Option<&'a Value>; 3], ToRaise> {
    let given = args.pos.len() - skip.min(args.pos.len());
    if given > 2 && given + args.kw.len() <= 3 {
        return Err(ToRaise::Type(format!(
            "{name}() takes at most 2 positional arguments ({given} given)"
        )));
    }
    bind(
        name,
        args,
        skip,
        [first, "byteorder", "signed"],
        0,
        required,
    )
}

fn is_signed(vm: &mut Vm, signed: Option<&Value>) -> Res<bool> {
    signed.map_or(Ok(false), |signed| truth::truth(vm, signed))
}

fn to_bytes(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [length, order, signed] = three("to_bytes", "length", 0, args, 1).or_raise(vm)?;
    let length = length.map_or(Ok(1), |length| sequence::integer(vm, length))?;
    let little = is_little(vm, "to_bytes", order)?;
    let signed = is_signed(vm, signed)?;
    if length < 0 {
        return Err(vm.value_error("length argument must be non-negative"));
    }
    let Some(this) = big(args.receiver()) else {
        return Ok(Value::NONE);
    };
    let Some(length) = length.to_usize() else {
        return Err(vm.memory_error());
    };
    number::to_bytes(&this, length, little, signed)
        .map(Value::bytes)
        .map_err(|error| raise(vm, error))
}

fn from_bytes(vm: &mut Vm, args: &Args<'_>) -> Res {
    make_from_bytes(vm, args, Value::big)
}

fn bool_from_bytes(vm: &mut Vm, args: &Args<'_>) -> Res {
    make_from_bytes(vm, args, |number| Value::bool(number != BigInt::ZERO))
}

fn make_from_bytes(vm: &mut Vm, args: &Args<'_>, make: fn(BigInt) -> Value) -> Res {
    let [bytes, order, signed] = three("from_bytes", "bytes", 1, args, 0).or_raise(vm)?;
    let little = is_little(vm, "from_bytes", order)?;
    let signed = is_signed(vm, signed)?;
    let Some(bytes) = bytes else {
        return Ok(Value::NONE);
    };
    if bytes.as_text().is_some() || sequence::is_int(bytes) {
        let given = type_name(bytes);
        return Err(vm.type_error(&format!("cannot convert '{given}' object to bytes")));
    }
    let done = Rc::new(move |_: &mut Vm, bytes: Vec<u8>| {
        Ok(make(number::from_bytes(&bytes, little, signed)))
    });
    from_source(vm, TypeId::Bytes, [Some(bytes), None, None], done)
}
