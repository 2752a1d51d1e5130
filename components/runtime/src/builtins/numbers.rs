//! Builtin functions on numbers: `abs`, `bin`, `divmod`, `hex`, `oct`, `pow`, `round`.

use crate::args::{Args, Builtin, between, bind};
use crate::error::{OrRaise, Res};
use crate::ops::arithmetic::{self, BinaryOp};
use crate::ops::type_name;
use crate::types::{float, int};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The functions.
pub static FUNCTIONS: &[Builtin] = &[
    Builtin::function("abs", abs),
    Builtin::function("bin", |vm, args| in_radix(vm, args, "bin", 2)),
    Builtin::function("divmod", divmod),
    Builtin::function("hex", |vm, args| in_radix(vm, args, "hex", 16)),
    Builtin::function("oct", |vm, args| in_radix(vm, args, "oct", 8)),
    Builtin::function("pow", pow),
    Builtin::function("round", round),
];

/// The one argument of a function.
pub fn only<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> Res<&'a Value> {
    args.no_keywords(name).or_raise(vm)?;
    match args.pos {
        [only] => Ok(only),
        given => Err(vm.type_error(&format!(
            "{name}() takes exactly one argument ({} given)",
            given.len()
        ))),
    }
}

fn abs(vm: &mut Vm, args: &Args<'_>) -> Res {
    let value = only(vm, args, "abs")?;
    if let Kind::Float(x) = value.kind() {
        return Ok(Value::float(x.abs()));
    }
    match int::magnitude(value) {
        Some(result) => Ok(result),
        None => Err(vm.type_error(&format!(
            "bad operand type for abs(): '{}'",
            type_name(value)
        ))),
    }
}

fn in_radix(vm: &mut Vm, args: &Args<'_>, name: &str, radix: u32) -> Res {
    let value = only(vm, args, name)?;
    let number = int::index(vm, value)?;
    int::shown(vm, molt_number::int::to_radix(&number, radix, true))
}

fn divmod(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("divmod").or_raise(vm)?;
    between("divmod", args.pos, 2, 2).or_raise(vm)?;
    let (a, b) = (&args.pos[0], &args.pos[1]);
    let both = match int::divide(vm, a, b)? {
        Some(both) => Some(both),
        None => float::divide(vm, a, b)?,
    };
    match both {
        Some((quotient, rest)) => Ok(Value::tuple([quotient, rest])),
        None => Err(arithmetic::unsupported(vm, "divmod()", a, b)),
    }
}

fn pow(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [base, exponent, modulus] =
        bind("pow", args, 0, ["base", "exp", "mod"], 0, 2).or_raise(vm)?;
    let (Some(base), Some(exponent)) = (base, exponent) else {
        return Ok(Value::NONE);
    };
    let Some(modulus) = modulus.filter(|modulus| !modulus.is_none()) else {
        return arithmetic::binary(vm, BinaryOp::Pow, base, exponent);
    };
    if let Some(result) = int::power(vm, base, exponent, modulus)? {
        return Ok(result);
    }
    // A float, wherever it stands, knows the operation and refuses; other types do not know it.
    if [base, exponent, modulus]
        .iter()
        .any(|value| matches!(value.kind(), Kind::Float(_)))
    {
        return Err(
            vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
        );
    }
    let (base, exponent, modulus) = (type_name(base), type_name(exponent), type_name(modulus));
    Err(vm.type_error(&format!(
        "unsupported operand type(s) for ** or pow(): '{base}', '{exponent}', '{modulus}'"
    )))
}

fn round(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [number, digits] = bind("round", args, 0, ["number", "ndigits"], 0, 1).or_raise(vm)?;
    let Some(number) = number else {
        return Ok(Value::NONE);
    };
    let digits = digits.filter(|digits| !digits.is_none());
    if let Kind::Float(x) = number.kind() {
        return float::round(vm, x, digits);
    }
    if int::big(number).is_some() {
        return int::round(vm, number, digits);
    }
    Err(vm.type_error(&format!(
        "type {} doesn't define __round__ method",
        type_name(number)
    )))
}
