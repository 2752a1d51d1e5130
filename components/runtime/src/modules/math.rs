//! `math`

mod collections;
mod integers;

use molt_number::math as number;
use num_bigint::BigInt;

use crate::args::{Args, Builtin, between, bind};
use crate::builtins::numbers::only;
use crate::error::{OrRaise, Res};
use crate::ops::type_name;
use crate::types::float::{self, real};
use crate::types::int::{self, raise};
use crate::types::module::Module;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The module.
pub static MODULE: Module = Module {
    name: "math",
    functions: FUNCTIONS,
    attribute,
};

fn attribute(_: &mut Vm, name: &str) -> Option<Res> {
    let value = match name {
        "pi" => number::PI,
        "e" => number::E,
        "tau" => number::TAU,
        "inf" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => return None,
    };
    Some(Ok(Value::float(value)))
}

/// A function of one float, by its name.
macro_rules! unary {
    ($name:literal, $function:expr) => {
        Builtin::function($name, |vm, args| {
            one(vm, args, concat!("math.", $name), $function)
        })
    };
}

/// A function of two floats, by its name.
macro_rules! binary {
    ($name:literal, $function:expr) => {
        Builtin::function($name, |vm, args| two(vm, args, $name, $function))
    };
}

/// A question about a float, by its name.
macro_rules! question {
    ($name:literal, $function:expr) => {
        Builtin::function($name, |vm, args| {
            let x = float_of(vm, args, concat!("math.", $name))?;
            let answer: fn(f64) -> bool = $function;
            Ok(Value::bool(answer(x)))
        })
    };
}

static FUNCTIONS: &[Builtin] = &[
    unary!("acos", number::acos),
    unary!("acosh", number::acosh),
    unary!("asin", number::asin),
    unary!("asinh", number::asinh),
    unary!("atan", number::atan),
    binary!("atan2", number::atan2),
    unary!("atanh", number::atanh),
    unary!("cbrt", number::cbrt),
    Builtin::function("ceil", |vm, args| whole(vm, args, "math.ceil", float::ceil)),
    Builtin::function("comb", integers::comb),
    binary!("copysign", |x, y| Ok(x.copysign(y))),
    unary!("cos", number::cos),
    unary!("cosh", number::cosh),
    unary!("degrees", number::degrees),
    Builtin::function("dist", collections::dist),
    unary!("erf", number::erf),
    unary!("erfc", number::erfc),
    unary!("exp", number::exp),
    unary!("exp2", number::exp2),
    unary!("expm1", number::expm1),
    unary!("fabs", |x| Ok(x.abs())),
    Builtin::function("factorial", integers::factorial),
    Builtin::function("floor", |vm, args| {
        whole(vm, args, "math.floor", float::floor)
    }),
    binary!("fmod", number::fmod),
    Builtin::function("frexp", frexp),
    Builtin::function("fsum", collections::fsum),
    unary!("gamma", number::gamma),
    Builtin::function("gcd", integers::gcd),
    Builtin::function("hypot", collections::hypot),
    Builtin::function("isclose", is_close),
    question!("isfinite", f64::is_finite),
    question!("isinf", f64::is_infinite),
    question!("isnan", f64::is_nan),
    Builtin::function("isqrt", integers::isqrt),
    Builtin::function("lcm", integers::lcm),
    Builtin::function("ldexp", ldexp),
    unary!("lgamma", number::lgamma),
    Builtin::function("log", log),
    Builtin::function("log10", |vm, args| {
        let x = only(vm, args, "math.log10")?;
        logarithm(vm, x, number::log10, number::log10_int).map(Value::float)
    }),
    unary!("log1p", number::log1p),
    Builtin::function("log2", |vm, args| {
        let x = only(vm, args, "math.log2")?;
        logarithm(vm, x, number::log2, number::log2_int).map(Value::float)
    }),
    Builtin::function("modf", modf),
    Builtin::function("nextafter", next_after),
    Builtin::function("perm", integers::perm),
    binary!("pow", number::pow),
    Builtin::function("prod", collections::prod),
    unary!("radians", number::radians),
    binary!("remainder", number::remainder),
    unary!("sin", number::sin),
    unary!("sinh", number::sinh),
    unary!("sqrt", number::sqrt),
    Builtin::function("sumprod", collections::sumprod),
    unary!("tan", number::tan),
    unary!("tanh", number::tanh),
    Builtin::function("trunc", trunc),
    unary!("ulp", |x| Ok(number::ulp(x))),
];

fn float_of(vm: &mut Vm, args: &Args<'_>, name: &str) -> Res<f64> {
    let value = only(vm, args, name)?;
    real(vm, value)
}

fn result(vm: &mut Vm, result: molt_number::Result<f64>) -> Res {
    match result {
        Ok(x) => Ok(Value::float(x)),
        Err(error) => Err(raise(vm, error)),
    }
}

fn one(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    function: fn(f64) -> molt_number::Result<f64>,
) -> Res {
    let x = float_of(vm, args, name)?;
    result(vm, function(x))
}

/// Positional arguments between two numbers.
fn positional<'a>(
    vm: &mut Vm,
    args: &Args<'a>,
    name: &str,
    min: usize,
    max: usize,
) -> Res<&'a [Value]> {
    args.no_keywords(&format!("math.{name}")).or_raise(vm)?;
    between(name, args.pos, min, max).or_raise(vm)?;
    Ok(args.pos)
}

fn two(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    function: fn(f64, f64) -> molt_number::Result<f64>,
) -> Res {
    let pos = positional(vm, args, name, 2, 2)?;
    let x = real(vm, &pos[0])?;
    let y = real(vm, &pos[1])?;
    result(vm, function(x, y))
}

/// `floor` and `ceil`: an int stays itself.
fn whole(vm: &mut Vm, args: &Args<'_>, name: &str, of_float: fn(&mut Vm, f64) -> Res) -> Res {
    let value = only(vm, args, name)?;
    if let Kind::Float(x) = value.kind() {
        return of_float(vm, x);
    }
    if int::big(value).is_some() {
        return Ok(int::plain(value));
    }
    real(vm, value).map(Value::float)
}

fn trunc(vm: &mut Vm, args: &Args<'_>) -> Res {
    let value = only(vm, args, "math.trunc")?;
    if let Kind::Float(x) = value.kind() {
        return float::truncate(vm, x);
    }
    if int::big(value).is_some() {
        return Ok(int::plain(value));
    }
    Err(vm.type_error(&format!(
        "type {} doesn't define __trunc__ method",
        type_name(value)
    )))
}

fn frexp(vm: &mut Vm, args: &Args<'_>) -> Res {
    let x = float_of(vm, args, "math.frexp")?;
    let (mantissa, exponent) = number::frexp(x);
    Ok(Value::tuple([
        Value::float(mantissa),
        Value::int(i64::from(exponent)),
    ]))
}

fn modf(vm: &mut Vm, args: &Args<'_>) -> Res {
    let x = float_of(vm, args, "math.modf")?;
    let (fraction, whole) = number::modf(x);
    Ok(Value::tuple([Value::float(fraction), Value::float(whole)]))
}

fn ldexp(vm: &mut Vm, args: &Args<'_>) -> Res {
    let pos = positional(vm, args, "ldexp", 2, 2)?;
    let x = real(vm, &pos[0])?;
    let Some(exponent) = int::big(&pos[1]) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    result(vm, number::ldexp(x, &exponent))
}

/// A logarithm of a float, or of an int that may be too large for one.
fn logarithm(
    vm: &mut Vm,
    value: &Value,
    of_float: fn(f64) -> molt_number::Result<f64>,
    of_int: fn(&BigInt) -> molt_number::Result<f64>,
) -> Res<f64> {
    let result = match int::big(value) {
        Some(n) => of_int(&n),
        None => of_float(real(vm, value)?),
    };
    result.map_err(|error| raise(vm, error))
}

fn log(vm: &mut Vm, args: &Args<'_>) -> Res {
    let pos = positional(vm, args, "log", 1, 2)?;
    let x = logarithm(vm, &pos[0], number::log, number::log_int)?;
    match pos.get(1) {
        None => Ok(Value::float(x)),
        Some(base) => {
            let base = logarithm(vm, base, number::log, number::log_int)?;
            result(vm, number::log_base(x, base))
        }
    }
}

/// Refuses other than `count` positional arguments before those that are keywords only.
pub(super) fn exactly(vm: &mut Vm, args: &Args<'_>, name: &str, count: usize) -> Res<()> {
    let given = args.pos.len();
    if given > count || (given < count && args.kw.is_empty()) {
        let s = if count == 1 { "" } else { "s" };
        let message =
            format!("{name}() takes exactly {count} positional argument{s} ({given} given)");
        return Err(vm.type_error(&message));
    }
    Ok(())
}

fn next_after(vm: &mut Vm, args: &Args<'_>) -> Res {
    exactly(vm, args, "nextafter", 2)?;
    let [x, y, steps] = bind("nextafter", args, 0, ["", "", "steps"], 2, 2).or_raise(vm)?;
    let (Some(x), Some(y)) = (x, y) else {
        return Ok(Value::NONE);
    };
    let (x, y) = (real(vm, x)?, real(vm, y)?);
    let steps = match steps.filter(|steps| !steps.is_none()) {
        Some(steps) => Some(int::index(vm, steps)?),
        None => None,
    };
    result(vm, number::nextafter(x, y, steps.as_deref()))
}

fn is_close(vm: &mut Vm, args: &Args<'_>) -> Res {
    if args.pos.len() > 2 {
        exactly(vm, args, "isclose", 2)?;
    }
    let slots = bind("isclose", args, 0, ["a", "b", "rel_tol", "abs_tol"], 0, 2).or_raise(vm)?;
    let mut given = [0.0, 0.0, 1e-9, 0.0];
    for (number, slot) in given.iter_mut().zip(slots) {
        if let Some(value) = slot {
            *number = real(vm, value)?;
        }
    }
    let [a, b, relative, absolute] = given;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    let near = if a == b {
        true
    } else if a.is_infinite() || b.is_infinite() {
        false
    } else {
        let difference = (b - a).abs();
        difference <= (relative * b).abs()
            || difference <= (relative * a).abs()
            || difference <= absolute
    };
    Ok(Value::bool(near))
}
