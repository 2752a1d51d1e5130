//! What str's methods take: texts, indices, sizes, in CPython's words when they are something else.

use molt_text::{Bounds, Text, TooLong};

use crate::args::Args;
use crate::error::{Raise, Res, ToRaise};
use crate::object::Body;
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::types::slice::clamp;
use crate::value::Value;
use crate::vm::Vm;

/// The result of a check that needs no `Vm`.
pub type Checked<T> = Result<T, ToRaise>;

/// The receiver's text.
pub fn own<'a>(args: &Args<'a>) -> Checked<&'a Text> {
    text_or(args.receiver(), |given| {
        format!("descriptor requires a 'str' object but received a '{given}'")
    })
}

/// A text, or a `TypeError` whose message is made of the type's name.
pub fn text_or(value: &Value, message: impl FnOnce(&str) -> String) -> Checked<&Text> {
    value
        .as_text()
        .ok_or_else(|| ToRaise::Type(message(&type_name(value))))
}

/// A text: "must be str, not int"
pub fn text(value: &Value) -> Checked<&Text> {
    text_or(value, |given| format!("must be str, not {given}"))
}

/// A text that is an argument: "replace() argument 1 must be str, not int"
pub fn argument<'a>(which: &str, value: &'a Value) -> Checked<&'a Text> {
    text_or(value, |given| {
        let given = if value.is_none() { "None" } else { given };
        format!("{which} must be str, not {given}")
    })
}

/// Whether a value is an int that 64 bits do not hold.
fn is_large(value: &Value) -> bool {
    matches!(value.body(), Some(Body::Int(_)))
}

/// "'float' object cannot be interpreted as an integer"
fn no_integer(value: &Value) -> ToRaise {
    ToRaise::Type(format!(
        "'{}' object cannot be interpreted as an integer",
        type_name(value)
    ))
}

/// An int that fits into a `Py_ssize_t`.
pub fn size(value: &Value) -> Checked<i64> {
    match value.as_i64() {
        Some(number) => Ok(number),
        None if is_large(value) => Err(ToRaise::Other(
            ExcType::OverflowError,
            "Python int too large to convert to C ssize_t".into(),
        )),
        None => Err(no_integer(value)),
    }
}

/// An int that fits into a C `int`.
pub fn c_int(value: &Value) -> Checked<i32> {
    match value.as_i64().map(i32::try_from) {
        Some(Ok(number)) => Ok(number),
        None if !is_large(value) => Err(no_integer(value)),
        _ => Err(ToRaise::Other(
            ExcType::OverflowError,
            "Python int too large to convert to C int".into(),
        )),
    }
}

/// A bound of a slice; None is absent, and what is too large is as far away as can be.
pub fn bound(value: &Value) -> Checked<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    match clamp(value) {
        Some(number) => Ok(Some(number)),
        None => Err(ToRaise::Type(
            "slice indices must be integers or None or have an __index__ method".into(),
        )),
    }
}

/// A method's name as other messages have it: `find` for `str.find`.
pub fn short(name: &str) -> &str {
    name.strip_prefix("str.").unwrap_or(name)
}

/// What `str.find` and its like take: a value, and the bounds that may follow it.
pub fn wanted<'a>(name: &str, args: &Args<'a>) -> Checked<(&'a Value, Bounds)> {
    args.no_keywords(name)?;
    let name = short(name);
    let rest = args.rest();
    let given = rest.len();
    let Some(wanted) = rest.first() else {
        return Err(ToRaise::Type(format!(
            "{name}() takes at least 1 argument (0 given)"
        )));
    };
    if given > 3 {
        return Err(ToRaise::Type(format!(
            "{name}() takes at most 3 arguments ({given} given)"
        )));
    }
    let start = rest.get(1).map_or(Ok(None), bound)?.unwrap_or(0);
    let end = rest.get(2).map_or(Ok(None), bound)?.unwrap_or(i64::MAX);
    Ok((wanted, Bounds { start, end }))
}

/// The text of a pure operation, or `MemoryError`.
pub fn made(vm: &mut Vm, result: Result<Text, TooLong>) -> Res {
    match result {
        Ok(text) => Ok(Value::text(text)),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

/// A str for each of some texts.
pub fn values(texts: Vec<Text>) -> Vec<Value> {
    texts.into_iter().map(Value::text).collect()
}

/// The exception of a text that would be too long.
pub fn too_long(vm: &mut Vm) -> Raise {
    vm.memory_error()
}

/// The exception of an operation on numbers.
#[cold]
pub fn number_error(vm: &mut Vm, error: molt_number::Error) -> Raise {
    use molt_number::Kind;
    let class = match error.kind {
        Kind::Value => ExcType::ValueError,
        Kind::Type | Kind::Complex => ExcType::TypeError,
        Kind::Overflow => ExcType::OverflowError,
        Kind::ZeroDivision => ExcType::ZeroDivisionError,
        Kind::TooLarge => return vm.memory_error(),
    };
    vm.error(class, &error.message)
}
