//! Operators of str by their names: `'a'.__mul__(3)`.

use super::arguments;
use crate::args::Args;
use crate::error::{OrRaise, Res, ToRaise};
use crate::ops::arithmetic::BinaryOp;
use crate::types::sequence::not_an_integer;
use crate::value::Value;
use crate::vm::Vm;

/// `s.__add__(other)`
pub fn add(vm: &mut Vm, args: &Args<'_>) -> Res {
    let other = operand("__add__", args).or_raise(vm)?;
    operator(vm, args, BinaryOp::Add, other)
}

/// `s.__mod__(arguments)`
pub fn modulo(vm: &mut Vm, args: &Args<'_>) -> Res {
    let other = operand("__mod__", args).or_raise(vm)?;
    operator(vm, args, BinaryOp::Mod, other)
}

/// `s.__mul__(times)` and `s.__rmul__(times)`
pub fn repeat(vm: &mut Vm, args: &Args<'_>) -> Res {
    let times = operand("__mul__", args).or_raise(vm)?;
    if times.as_big().is_none() {
        return Err(not_an_integer(vm, times));
    }
    operator(vm, args, BinaryOp::Mul, times)
}

fn operator(vm: &mut Vm, args: &Args<'_>, op: BinaryOp, other: &Value) -> Res {
    match super::binary(vm, op, args.receiver(), other)? {
        Some(result) => Ok(result),
        None => Ok(vm.not_implemented()),
    }
}

/// `s.__contains__(item)`
pub fn contains(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = operand("__contains__", args).or_raise(vm)?;
    super::contains(vm, args.receiver(), item)
}

/// `s.__getitem__(key)`
pub fn get_item(vm: &mut Vm, args: &Args<'_>) -> Res {
    let key = operand("__getitem__", args).or_raise(vm)?;
    super::get_item(vm, args.receiver(), key)
}

/// `s.__format__(spec)`
pub fn format(vm: &mut Vm, args: &Args<'_>) -> Res {
    let spec = args.one("str.__format__").or_raise(vm)?;
    let spec = arguments::argument("__format__() argument", spec).or_raise(vm)?;
    super::format(vm, args.receiver(), spec)
}

/// `s.__len__()`
pub fn length(vm: &mut Vm, args: &Args<'_>) -> Res {
    operands::<0>("__len__", args).or_raise(vm)?;
    Ok(Value::size(super::length(args.receiver())))
}

/// `s.__str__()`
pub fn str(vm: &mut Vm, args: &Args<'_>) -> Res {
    operands::<0>("__str__", args).or_raise(vm)?;
    Ok(args.receiver().clone())
}

/// `s.__repr__()`
pub fn repr(vm: &mut Vm, args: &Args<'_>) -> Res {
    operands::<0>("__repr__", args).or_raise(vm)?;
    super::repr(vm, args.receiver())
}

fn operand<'a>(name: &str, args: &Args<'a>) -> Result<&'a Value, ToRaise> {
    operands::<1>(name, args).map(|[operand]| operand)
}

/// The operands behind the receiver, in the words of CPython's wrappers of operators.
fn operands<'a, const N: usize>(name: &str, args: &Args<'a>) -> Result<&'a [Value; N], ToRaise> {
    if !args.names.is_empty() {
        return Err(ToRaise::Type(format!(
            "wrapper {name}() takes no keyword arguments"
        )));
    }
    args.rest().try_into().map_err(|_| {
        let s = if N == 1 { "" } else { "s" };
        ToRaise::Type(format!(
            "expected {N} argument{s}, got {}",
            args.rest().len()
        ))
    })
}
