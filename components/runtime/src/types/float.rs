//! `float`

use molt_number::float as number;
use molt_text::{Text, unicode};
use num_bigint::BigInt;

use super::TypeDef;
use super::bytes::content;
use super::int::special::with_operators;
use super::int::{self, raise};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res};
use crate::object::TypeId;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::{text, type_name};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Float,
    methods: METHODS,
    statics: STATICS,
    attribute,
    construct,
};

const fn method(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
    Builtin::method(TypeId::Float, name, call)
}

static METHODS: &[Builtin] = with_operators!(TypeId::Float, {
    "__add__" "__radd__" Add,
    "__sub__" "__rsub__" Sub,
    "__mul__" "__rmul__" Mul,
    "__truediv__" "__rtruediv__" TrueDiv,
    "__floordiv__" "__rfloordiv__" FloorDiv,
    "__mod__" "__rmod__" Mod,
    "__pow__" "__rpow__" Pow,
}, [
    method("as_integer_ratio", |vm, args| {
        let x = own(vm, args, "float.as_integer_ratio")?;
        let ratio = number::as_integer_ratio(x).map_err(|error| raise(vm, error))?;
        Ok(Value::tuple([Value::big(ratio.0), Value::big(ratio.1)]))
    }),
    method("conjugate", |vm, args| own(vm, args, "float.conjugate").map(Value::float)),
    method("hex", |vm, args| own(vm, args, "float.hex").map(|x| Value::str(&number::to_hex(x)))),
    method("is_integer", |vm, args| own(vm, args, "float.is_integer").map(|x| Value::bool(number::is_integer(x)))),
    method("__bool__", |vm, args| own(vm, args, "float.__bool__").map(|x| Value::bool(x != 0.0))),
    method("__ceil__", |vm, args| {
        let x = own(vm, args, "float.__ceil__")?;
        whole(vm, number::ceil(x))
    }),
    method("__float__", |vm, args| own(vm, args, "float.__float__").map(Value::float)),
    method("__floor__", |vm, args| {
        let x = own(vm, args, "float.__floor__")?;
        whole(vm, number::floor(x))
    }),
    method("__int__", |vm, args| {
        let x = own(vm, args, "float.__int__")?;
        truncate(vm, x)
    }),
    method("__trunc__", |vm, args| {
        let x = own(vm, args, "float.__trunc__")?;
        truncate(vm, x)
    }),
    method("__round__", |vm, args| {
        args.no_keywords("float.__round__").or_raise(vm)?;
        between("__round__", args.rest(), 0, 1).or_raise(vm)?;
        round(vm, value(args.receiver()), args.rest().first())
    }),
]);

static STATICS: &[Builtin] = &[
    Builtin::function("__getformat__", get_format),
    Builtin::function("fromhex", from_hex),
];

fn attribute(_: &mut Vm, this: &Value, name: &str) -> Option<Res> {
    match name {
        "real" => Some(Ok(this.clone())),
        "imag" => Some(Ok(Value::float(0.0))),
        _ => None,
    }
}

/// The float that a value is known to be.
fn value(this: &Value) -> f64 {
    match this.kind() {
        Kind::Float(x) => x,
        _ => f64::NAN,
    }
}

/// The receiver of a method without arguments.
fn own(vm: &mut Vm, args: &Args<'_>, name: &str) -> Res<f64> {
    args.none(name).or_raise(vm)?;
    Ok(value(args.receiver()))
}

fn whole(vm: &mut Vm, result: molt_number::Result<BigInt>) -> Res {
    result.map(Value::big).map_err(|error| raise(vm, error))
}

/// `int(x)`
pub fn truncate(vm: &mut Vm, x: f64) -> Res {
    if x.abs() < 1e18 {
        return Ok(Value::int(x as i64));
    }
    whole(vm, number::trunc(x))
}

/// `math.floor(x)`
pub fn floor(vm: &mut Vm, x: f64) -> Res {
    whole(vm, number::floor(x))
}

/// `math.ceil(x)`
pub fn ceil(vm: &mut Vm, x: f64) -> Res {
    whole(vm, number::ceil(x))
}

/// `round(x)`, `round(x, digits)`
pub fn round(vm: &mut Vm, x: f64, digits: Option<&Value>) -> Res {
    let Some(digits) = digits.filter(|digits| !digits.is_none()) else {
        return whole(vm, number::round_to_int(x));
    };
    let digits = int::index(vm, digits)?;
    number::round(x, &digits)
        .map(Value::float)
        .map_err(|error| raise(vm, error))
}

/// An argument that must be a number: else "must be real number, not str".
pub fn real(vm: &mut Vm, value: &Value) -> Res<f64> {
    match as_float(vm, value)? {
        Some(x) => Ok(x),
        None => {
            let given = type_name(value);
            Err(vm.type_error(&format!("must be real number, not {given}")))
        }
    }
}

/// A float, or an int as one; None for what is no number.
#[inline]
pub fn as_float(vm: &mut Vm, value: &Value) -> Res<Option<f64>> {
    match value.kind() {
        Kind::Float(x) => Ok(Some(x)),
        Kind::Int(n) => Ok(Some(n as f64)),
        _ => int::to_float(vm, value),
    }
}

/// `float(..)`
fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("float").or_raise(vm)?;
    between("float", args.pos, 0, 1).or_raise(vm)?;
    let Some(given) = args.pos.first() else {
        return Ok(Value::float(0.0));
    };
    if let Some(x) = as_float(vm, given)? {
        return Ok(Value::float(x));
    }
    let parsed = match given.as_text() {
        Some(text) if text.is_ascii() => number::parse(text.as_wtf8()),
        Some(text) => number::parse(&molt_number::int::normalise(
            &mut text.code_points(),
            unicode::decimal,
        )),
        None => match content::gathered(vm, given)? {
            Some(bytes) => number::parse(&bytes),
            None => {
                let name = type_name(given);
                let message =
                    format!("float() argument must be a string or a real number, not '{name}'");
                return Err(vm.type_error(&message));
            }
        },
    };
    match parsed {
        Some(x) => Ok(Value::float(x)),
        None => {
            let shown = text::repr(vm, given)?;
            let shown = shown
                .as_text()
                .map(|text| text.to_string())
                .unwrap_or_default();
            Err(vm.value_error(&format!("could not convert string to float: {shown}")))
        }
    }
}

/// `float.fromhex(text)`
fn from_hex(vm: &mut Vm, args: &Args<'_>) -> Res {
    let given = only(vm, args, "float.fromhex")?;
    let Some(text) = given.as_text() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    number::from_hex(text.as_wtf8())
        .map(Value::float)
        .map_err(|error| raise(vm, error))
}

/// `float.__getformat__(kind)`
fn get_format(vm: &mut Vm, args: &Args<'_>) -> Res {
    let given = only(vm, args, "float.__getformat__")?;
    let Some(text) = given.as_text() else {
        let name = type_name(given);
        return Err(vm.type_error(&format!("__getformat__() argument must be str, not {name}")));
    };
    match text.as_str() {
        Some("double" | "float") => Ok(Value::str("IEEE, little-endian")),
        _ => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}

/// The one argument of a static method.
fn only<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> Res<&'a Value> {
    args.no_keywords(name).or_raise(vm)?;
    match args.pos {
        [only] => Ok(only),
        given => {
            let message = format!(
                "{name}() takes exactly one argument ({} given)",
                given.len()
            );
            Err(vm.type_error(&message))
        }
    }
}

/// `format(x, spec)`
pub fn format(vm: &mut Vm, this: &Value, spec: &Text) -> Res {
    let Some(spec) = spec.as_str() else {
        return Err(int::surrogate(vm));
    };
    int::shown(
        vm,
        molt_number::format::format_float(value(this), &super::str::plain_digits(spec), "float"),
    )
}

/// `x op y` of floats, where floats have the operator.
#[inline]
pub fn floats(vm: &mut Vm, op: BinaryOp, x: f64, y: f64) -> Res<Option<Value>> {
    let result = match op {
        BinaryOp::Add => Ok(x + y),
        BinaryOp::Sub => Ok(x - y),
        BinaryOp::Mul => Ok(x * y),
        BinaryOp::TrueDiv => number::div(x, y),
        BinaryOp::FloorDiv => number::floor_div(x, y),
        BinaryOp::Mod => number::modulo(x, y),
        BinaryOp::Pow => number::pow(x, y),
        _ => return Ok(None),
    };
    result
        .map(|x| Some(Value::float(x)))
        .map_err(|error| raise(vm, error))
}

/// `a op b` where one is a float and the other any number; None for others.
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let arithmetic = matches!(
        op,
        BinaryOp::Add
            | BinaryOp::Sub
            | BinaryOp::Mul
            | BinaryOp::TrueDiv
            | BinaryOp::FloorDiv
            | BinaryOp::Mod
            | BinaryOp::Pow
    );
    // An int that is too large for a float raises only when the other operand is a number.
    if !arithmetic || !is_number(a) || !is_number(b) {
        return Ok(None);
    }
    match (as_float(vm, a)?, as_float(vm, b)?) {
        (Some(x), Some(y)) => floats(vm, op, x, y),
        _ => Ok(None),
    }
}

/// Whether it is an int, a float or a bool.
pub fn is_number(value: &Value) -> bool {
    matches!(value.type_id(), TypeId::Int | TypeId::Float | TypeId::Bool)
}

/// `divmod(a, b)` where one is a float; None for what are no numbers.
pub fn divide(vm: &mut Vm, a: &Value, b: &Value) -> Res<Option<(Value, Value)>> {
    if !is_number(a) || !is_number(b) {
        return Ok(None);
    }
    let (Some(x), Some(y)) = (as_float(vm, a)?, as_float(vm, b)?) else {
        return Ok(None);
    };
    match number::divmod(x, y) {
        Ok((quotient, rest)) => Ok(Some((Value::float(quotient), Value::float(rest)))),
        Err(error) => Err(raise(vm, error)),
    }
}
