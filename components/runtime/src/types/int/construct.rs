//! `int(..)`

use molt_number::int::{self as number, ParseError};
use molt_text::unicode;

use super::raise;
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::ops::{text, type_name};
use crate::types::bytes::content;
use crate::types::{float, sequence};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// `int()`, `int(x)`, `int(text, base)`
pub fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    let base = arguments(vm, args)?;
    match (args.pos.first(), base) {
        (None, None) => Ok(Value::int(0)),
        (None, Some(_)) => Err(vm.type_error("int() missing string argument")),
        (Some(value), None) => convert(vm, value),
        (Some(value), Some(base)) => in_base(vm, value, base),
    }
}

/// The base, positional or not.
fn arguments<'a>(vm: &mut Vm, args: &Args<'a>) -> Res<Option<&'a Value>> {
    let given = args.pos.len() + args.kw.len();
    if given > 2 {
        return Err(vm.type_error(&format!("int() takes at most 2 arguments ({given} given)")));
    }
    for name in args.names {
        let name = name
            .as_text()
            .map(|name| name.to_string())
            .unwrap_or_default();
        if name != "base" {
            return Err(vm.type_error(&format!(
                "'{name}' is an invalid keyword argument for int()"
            )));
        }
    }
    Ok(args.pos.get(1).or(args.kw.first()))
}

/// `int(x)`
pub fn convert(vm: &mut Vm, value: &Value) -> Res {
    match value.kind() {
        Kind::Int(_) => return Ok(value.clone()),
        Kind::Float(x) => return float::truncate(vm, x),
        _ => {}
    }
    if super::big(value).is_some() {
        return Ok(super::plain(value));
    }
    if let Some(result) = parse(vm, value, 10)? {
        return Ok(result);
    }
    let given = type_name(value);
    let message = format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{given}'"
    );
    Err(vm.type_error(&message))
}

/// `int(text, base)`
fn in_base(vm: &mut Vm, value: &Value, base: &Value) -> Res {
    let Some(base) = super::big(base) else {
        return Err(sequence::not_an_integer(vm, base));
    };
    // What is no base at all is as wrong as 1.
    let base = u32::try_from(base.as_ref()).unwrap_or(1);
    if base == 1 || base > 36 {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    let is_view = matches!(value.body(), Some(crate::object::Body::MemoryView(_)));
    match if is_view {
        None
    } else {
        parse(vm, value, base)?
    } {
        Some(result) => Ok(result),
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// The int that a str or a bytes-like object says; None for other types.
fn parse(vm: &mut Vm, value: &Value, base: u32) -> Res<Option<Value>> {
    let parsed = match value.as_text() {
        Some(text) if text.is_ascii() => parse_ascii(text.as_wtf8(), base),
        Some(text) => parse_ascii(
            &number::normalise(&mut text.code_points(), unicode::decimal),
            base,
        ),
        None => match content::gathered(vm, value)? {
            Some(bytes) => parse_ascii(&bytes, base),
            None => return Ok(None),
        },
    };
    match parsed {
        Ok(number) => Ok(Some(number)),
        Err(ParseError::Other(error)) => Err(raise(vm, error)),
        Err(ParseError::Invalid) => invalid(vm, value, base).map(Some),
    }
}

fn parse_ascii(text: &[u8], base: u32) -> Result<Value, ParseError> {
    if base == 10
        && let Some(small) = number::parse_small(text)
    {
        return Ok(Value::int(small));
    }
    number::parse(text, base).map(Value::big)
}

/// "invalid literal for int() with base 10: '..'", with at most 200 code points of the text's repr.
#[cold]
fn invalid(vm: &mut Vm, value: &Value, base: u32) -> Res {
    let shown = match value.body() {
        // Whatever is like bytes is shown as the bytes that were read.
        Some(crate::object::Body::MemoryView(_) | crate::object::Body::ByteArray(_)) => {
            match content::gathered(vm, value)? {
                Some(bytes) => Value::bytes(bytes.into_owned()),
                None => value.clone(),
            }
        }
        _ => value.clone(),
    };
    let shown = text::repr(vm, &shown)?;
    let shown = shown
        .as_text()
        .map(|text| text.substring(0, 200).to_string())
        .unwrap_or_default();
    Err::<Value, Raise>(vm.value_error(&format!(
        "invalid literal for int() with base {base}: {shown}"
    )))
}
