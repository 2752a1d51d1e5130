//! `chr`, `ord`, `ascii`

use crate::args::{Args, Builtin};
use crate::error::{OrRaise, Res, ToRaise};
use crate::object::Body;
use crate::ops::{text, type_name};
use crate::types::sequence::not_an_integer;
use crate::value::Value;
use crate::vm::Vm;

/// The functions.
pub static FUNCTIONS: &[Builtin] = &[
    Builtin::function("ascii", |vm, args| {
        let value = only("ascii", args).or_raise(vm)?;
        text::ascii(vm, value)
    }),
    Builtin::function("chr", chr),
    Builtin::function("ord", ord),
];

fn only<'a>(name: &str, args: &Args<'a>) -> Result<&'a Value, ToRaise> {
    args.no_keywords(name)?;
    match args.pos {
        [only] => Ok(only),
        given => Err(ToRaise::Type(format!(
            "{name}() takes exactly one argument ({} given)",
            given.len()
        ))),
    }
}

fn chr(vm: &mut Vm, args: &Args<'_>) -> Res {
    let value = only("chr", args).or_raise(vm)?;
    let Some(number) = value.as_big() else {
        return Err(not_an_integer(vm, value));
    };
    let Ok(number) = i32::try_from(number) else {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    };
    match u32::try_from(number) {
        Ok(code_point) => crate::types::str::character(vm, code_point),
        Err(_) => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, args: &Args<'_>) -> Res {
    let value = only("ord", args).or_raise(vm)?;
    let (length, first) = match value.body() {
        Some(Body::Str(str)) => (str.text.len(), str.text.get(0)),
        Some(Body::Bytes(content)) => (content.len(), content.first().copied().map(u32::from)),
        Some(Body::ByteArray(buffer)) => {
            let content = buffer.content.borrow();
            (content.len(), content.first().copied().map(u32::from))
        }
        _ => {
            let name = type_name(value);
            return Err(vm.type_error(&format!(
                "ord() expected string of length 1, but {name} found"
            )));
        }
    };
    match first {
        Some(code_point) if length == 1 => Ok(Value::int(i64::from(code_point))),
        _ => {
            let message =
                format!("ord() expected a character, but string of length {length} found");
            Err(vm.type_error(&message))
        }
    }
}
