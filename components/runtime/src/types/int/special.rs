//! The special methods that operators have: `(5).__add__(3)`, `float.__truediv__(x, y)`.
//!
//! They answer `NotImplemented` for operands that the type does not know, as the operator would then ask the other one.

use crate::args::Args;
use crate::error::{OrRaise, Res};
use crate::ops::arithmetic::{self, BinaryOp, UnaryOp};
use crate::ops::text;
use crate::types::{float, int};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The only argument, in the words of CPython's slot wrappers.
fn operand<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> Res<&'a Value> {
    if !args.names.is_empty() {
        return Err(vm.type_error(&format!("wrapper {name}() takes no keyword arguments")));
    }
    match args.rest() {
        [operand] => Ok(operand),
        rest => Err(vm.type_error(&format!("expected 1 argument, got {}", rest.len()))),
    }
}

pub fn binary(vm: &mut Vm, args: &Args<'_>, name: &str, op: BinaryOp, reflected: bool) -> Res {
    if let (BinaryOp::Pow, [exponent, modulus], []) = (op, args.rest(), args.names) {
        return power(vm, args.receiver(), exponent, modulus);
    }
    let other = operand(vm, args, name)?;
    let this = args.receiver();
    let (a, b) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    let known = match this.kind() {
        Kind::Float(_) => float::binary(vm, op, a, b)?,
        _ => int::binary(vm, op, a, b)?,
    };
    Ok(known.unwrap_or_else(|| vm.not_implemented()))
}

/// `n.__pow__(exponent, modulus)`
fn power(vm: &mut Vm, this: &Value, exponent: &Value, modulus: &Value) -> Res {
    if matches!(this.kind(), Kind::Float(_)) && !modulus.is_none() {
        return Err(
            vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
        );
    }
    let known = match modulus.is_none() {
        true => int::binary(vm, BinaryOp::Pow, this, exponent)?,
        false => int::power(vm, this, exponent, modulus)?,
    };
    Ok(known.unwrap_or_else(|| vm.not_implemented()))
}

pub fn divmod(vm: &mut Vm, args: &Args<'_>, name: &str, reflected: bool) -> Res {
    let other = operand(vm, args, name)?;
    let this = args.receiver();
    let (a, b) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    let known = match this.kind() {
        Kind::Float(_) => float::divide(vm, a, b)?,
        _ => int::divide(vm, a, b)?,
    };
    Ok(match known {
        Some((quotient, rest)) => Value::tuple([quotient, rest]),
        None => vm.not_implemented(),
    })
}

pub fn unary(vm: &mut Vm, args: &Args<'_>, op: UnaryOp) -> Res {
    no_operand(vm, args)?;
    arithmetic::unary(vm, op, args.receiver())
}

fn no_operand(vm: &mut Vm, args: &Args<'_>) -> Res<()> {
    match args.rest().len() + args.kw.len() {
        0 => Ok(()),
        given => Err(vm.type_error(&format!("expected 0 arguments, got {given}"))),
    }
}

pub fn magnitude(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_operand(vm, args)?;
    Ok(match args.receiver().kind() {
        Kind::Float(x) => Value::float(x.abs()),
        _ => int::magnitude(args.receiver()).unwrap_or(Value::NONE),
    })
}

/// `n.__repr__()`, `n.__str__()`
pub fn shown(vm: &mut Vm, args: &Args<'_>) -> Res {
    no_operand(vm, args)?;
    text::repr(vm, args.receiver())
}

/// `n.__format__(spec)`
pub fn format(vm: &mut Vm, args: &Args<'_>) -> Res {
    let name = crate::ops::type_name(args.receiver());
    let spec = args.one(&format!("{name}.__format__")).or_raise(vm)?;
    if spec.as_text().is_none() {
        let given = crate::ops::type_name(spec);
        return Err(vm.type_error(&format!("__format__() argument must be str, not {given}")));
    }
    text::format(vm, args.receiver(), spec)
}

/// The methods of one type: a method for every operator, and those that are its own.
macro_rules! with_operators {
    ($type:expr, { $($name:literal $reflected:literal $op:ident,)* }, [$($own:expr,)*]) => {{
        use $crate::ops::arithmetic::{BinaryOp, UnaryOp};
        use $crate::types::int::special;
        &[
            $($own,)*
            $(
                Builtin::method($type, $name, |vm, args| special::binary(vm, args, $name, BinaryOp::$op, false)),
                Builtin::method($type, $reflected, |vm, args| special::binary(vm, args, $reflected, BinaryOp::$op, true)),
            )*
            Builtin::method($type, "__divmod__", |vm, args| special::divmod(vm, args, "__divmod__", false)),
            Builtin::method($type, "__rdivmod__", |vm, args| special::divmod(vm, args, "__rdivmod__", true)),
            Builtin::method($type, "__abs__", special::magnitude),
            Builtin::method($type, "__neg__", |vm, args| special::unary(vm, args, UnaryOp::Neg)),
            Builtin::method($type, "__pos__", |vm, args| special::unary(vm, args, UnaryOp::Pos)),
            Builtin::method($type, "__repr__", special::shown),
            Builtin::method($type, "__str__", special::shown),
            Builtin::method($type, "__format__", special::format),
        ]
    }};
}
pub(crate) use with_operators;
