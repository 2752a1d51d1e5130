//! `str` and `repr` of exceptions, as their builtin classes have them.

use molt_text::TextBuilder;

use super::{ExcType, Exception};
use crate::error::Res;
use crate::ops::{text, type_name};
use crate::value::Value;
use crate::vm::Vm;

/// `str(e)` of the builtin class. May be pending: arguments may be the program's.
pub fn str(vm: &mut Vm, value: &Value) -> Res {
    let Some(exception) = Exception::of(value) else {
        return Ok(Value::str(""));
    };
    let args = exception.args.borrow().clone();
    let kind = exception.kind;
    if kind.is(ExcType::KeyError) && args.len() == 1 {
        return text::repr(vm, &args[0]);
    }
    if kind.is(ExcType::OSError)
        && let Some(parts) = os_error(exception)
    {
        return text::concat(vm, parts);
    }
    if kind.is(ExcType::ImportError)
        && let Some(message) = exception.field("msg")
    {
        return text::str(vm, &message);
    }
    if kind.is(ExcType::SyntaxError) {
        return syntax_error(vm, exception);
    }
    if let Some(shown) = unicode_error(exception) {
        return Ok(shown);
    }
    match args.as_slice() {
        [] => Ok(Value::str("")),
        [only] => text::str(vm, only),
        many => text::repr(vm, &Value::tuple(many)),
    }
}

/// `[Errno 2] No such file: 'name'`
fn os_error(exception: &Exception) -> Option<Vec<text::Part>> {
    use text::Part::{Repr, Static, Str};
    let (number, message) = (exception.field("errno")?, exception.field("strerror")?);
    let mut parts = vec![Static("[Errno "), Str(number), Static("] "), Str(message)];
    if let Some(name) = exception.field("filename").filter(|name| !name.is_none()) {
        parts.extend([Static(": "), Repr(name)]);
        if let Some(name) = exception.field("filename2").filter(|name| !name.is_none()) {
            parts.extend([Static(" -> "), Repr(name)]);
        }
    }
    Some(parts)
}

fn syntax_error(vm: &mut Vm, exception: &Exception) -> Res {
    use text::Part::{Owned, Str};
    let message = exception.field("msg").unwrap_or(Value::NONE);
    let file = exception
        .field("filename")
        .and_then(|f| f.as_text().map(|text| text.to_string()));
    let line = exception.field("lineno").and_then(|line| line.as_i64());
    let file = file.map(|file| file.rsplit('/').next().unwrap_or_default().to_string());
    let place = match (file, line) {
        (Some(file), Some(line)) => format!(" ({file}, line {line})"),
        (Some(file), None) => format!(" ({file})"),
        (None, Some(line)) => format!(" (line {line})"),
        (None, None) => String::new(),
    };
    text::concat(vm, vec![Str(message), Owned(place)])
}

/// "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"
fn unicode_error(exception: &Exception) -> Option<Value> {
    let kind = exception.kind;
    if ![
        ExcType::UnicodeDecodeError,
        ExcType::UnicodeEncodeError,
        ExcType::UnicodeTranslateError,
    ]
    .contains(&kind)
    {
        return None;
    }
    let object = exception.field("object")?;
    let bytes = match object.body() {
        Some(crate::object::Body::Bytes(bytes)) => Some(bytes),
        _ => None,
    };
    let length = bytes.map_or_else(|| object.as_text().map_or(0, |t| t.len()), |b| b.len()) as i64;
    let start = exception
        .field("start")?
        .as_i64()?
        .clamp(0, (length - 1).max(0));
    let end = exception
        .field("end")?
        .as_i64()?
        .clamp(1.min(length), length.max(1));
    let reason = exception.field("reason")?;
    let encoding = exception.field("encoding");
    let mut shown = TextBuilder::new();
    if let Some(encoding) = encoding.as_ref().and_then(Value::as_text) {
        shown.push_str("'");
        shown.push_text(encoding);
        shown.push_str("' codec ");
    }
    let (verb, one, many) = match kind {
        ExcType::UnicodeDecodeError => ("can't decode", "byte", "bytes"),
        ExcType::UnicodeEncodeError => ("can't encode", "character", "characters"),
        _ => ("can't translate", "character", "characters"),
    };
    let single = (end - start == 1)
        .then(|| fault_item(&object, bytes.map(|b| &b[..]), start as usize))
        .flatten();
    shown.push_str(&match single {
        Some(item) => format!("{verb} {one} {item} in position {start}: "),
        None => format!("{verb} {many} in position {start}-{}: ", end - 1),
    });
    if let Some(reason) = reason.as_text() {
        shown.push_text(reason);
    }
    Some(Value::text(shown.finish()))
}

fn fault_item(object: &Value, bytes: Option<&[u8]>, at: usize) -> Option<String> {
    if let Some(bytes) = bytes {
        return Some(format!("0x{:02x}", bytes.get(at)?));
    }
    Some(match object.as_text()?.get(at)? {
        point @ 0..=0xff => format!("'\\x{point:02x}'"),
        point @ 0x100..=0xffff => format!("'\\u{point:04x}'"),
        point => format!("'\\U{point:08x}'"),
    })
}

/// `repr(e)`
pub fn repr(vm: &mut Vm, value: &Value) -> Res {
    use text::Part::{Owned, Repr, Static};
    let Some(exception) = Exception::of(value) else {
        return Ok(Value::str(""));
    };
    let args = exception.args.borrow().clone();
    let name = Owned(type_name(value));
    match args.as_slice() {
        [only] => text::concat(vm, vec![name, Static("("), Repr(only.clone()), Static(")")]),
        many => text::concat(vm, vec![name, Repr(Value::tuple(many))]),
    }
}
