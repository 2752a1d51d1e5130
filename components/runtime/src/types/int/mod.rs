//! `int`, of any size: 47 bits in the value itself, more in an object.

mod arith;
mod construct;
mod methods;
pub(crate) mod special;

use std::borrow::Cow;

use molt_number::int as number;
use molt_text::Text;
use num_bigint::BigInt;

pub use arith::{binary, divide, invert, magnitude, negate, power, small};
pub use methods::{BOOL_STATICS, round};

use super::TypeDef;
use super::exception::ExcType;
use crate::error::{Raise, Res};
use crate::object::{Body, Obj, TypeId};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Int,
    methods: methods::METHODS,
    statics: methods::STATICS,
    attribute,
    construct: construct::construct,
};

fn attribute(_: &mut Vm, this: &Value, name: &str) -> Option<Res> {
    match name {
        "real" | "numerator" => Some(Ok(plain(this))),
        "imag" => Some(Ok(Value::int(0))),
        "denominator" => Some(Ok(Value::int(1))),
        _ => None,
    }
}

/// The int itself, and for a bool its int.
pub fn plain(value: &Value) -> Value {
    match value.kind() {
        Kind::Bool(truth) => Value::int(i64::from(truth)),
        _ => value.clone(),
    }
}

/// An int (or bool) of any size, borrowed where it is an object.
pub fn big(value: &Value) -> Option<Cow<'_, BigInt>> {
    match value.kind() {
        Kind::Int(number) => Some(Cow::Owned(BigInt::from(number))),
        Kind::Bool(truth) => Some(Cow::Owned(BigInt::from(u8::from(truth)))),
        Kind::Obj(Obj {
            body: Body::Int(big),
            ..
        }) => Some(Cow::Borrowed(big)),
        _ => None,
    }
}

/// An argument that must be an int: else "'str' object cannot be interpreted as an integer".
pub fn index<'a>(vm: &mut Vm, value: &'a Value) -> Res<Cow<'a, BigInt>> {
    match big(value) {
        Some(number) => Ok(number),
        None => Err(super::sequence::not_an_integer(vm, value)),
    }
}

/// An int as a float.
pub fn to_float(vm: &mut Vm, value: &Value) -> Res<Option<f64>> {
    match value.kind() {
        Kind::Int(number) => Ok(Some(number as f64)),
        Kind::Bool(truth) => Ok(Some(f64::from(u8::from(truth)))),
        Kind::Obj(Obj {
            body: Body::Int(big),
            ..
        }) => number::to_f64(big)
            .map(Some)
            .map_err(|error| raise(vm, error)),
        _ => Ok(None),
    }
}

/// `format(n, spec)`, of a bool too.
pub fn format(vm: &mut Vm, this: &Value, spec: &Text) -> Res {
    let name = if this.type_id() == TypeId::Bool {
        "bool"
    } else {
        "int"
    };
    let Some(spec) = spec.as_str() else {
        return Err(surrogate(vm));
    };
    let Some(number) = big(this) else {
        return Ok(Value::NONE);
    };
    shown(
        vm,
        molt_number::format::format_int(&number, &super::str::plain_digits(spec), name),
    )
}

/// A format specification that no number can have.
#[cold]
pub fn surrogate(vm: &mut Vm) -> Raise {
    vm.value_error("a format specification with a surrogate is not supported")
}

/// A text that an operation on numbers made.
pub fn shown(vm: &mut Vm, made: molt_number::Result<String>) -> Res {
    match made {
        Ok(text) => Ok(Value::text(Text::from(text))),
        Err(error) => Err(raise(vm, error)),
    }
}

/// The exception of an operation on numbers.
#[cold]
pub fn raise(vm: &mut Vm, error: molt_number::Error) -> Raise {
    use molt_number::Kind;
    // A range error of the operator `**` has the number of the C library's error for its first argument.
    const RANGE: &str = "(34, 'Numerical result out of range')";
    let class = match error.kind {
        Kind::Overflow if error.message == RANGE => {
            let args = vec![Value::int(34), Value::str("Numerical result out of range")];
            return Raise::Exception(vm.make_exception(ExcType::OverflowError, args));
        }
        Kind::Value => ExcType::ValueError,
        Kind::Type => ExcType::TypeError,
        Kind::Overflow => ExcType::OverflowError,
        Kind::ZeroDivision => ExcType::ZeroDivisionError,
        Kind::Complex => ExcType::NotImplementedError,
        Kind::TooLarge => return vm.memory_error(),
    };
    vm.error(class, &error.message)
}
