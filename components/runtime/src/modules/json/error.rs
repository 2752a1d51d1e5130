//! `JSONDecodeError`

use crate::args::Args;
use crate::error::{Raise, Res};
use crate::gates;
use crate::object::Body;
use crate::types::exception::{ExcType, Exception};
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

/// A document is not JSON at a position, in code points.
#[cold]
pub fn at(vm: &mut Vm, message: &str, document: &Value, position: usize) -> Raise {
    gates::JSON_ERRORS.made();
    let made = vm.make_exception(ExcType::JSONDecodeError, Vec::new());
    if let Some(exception) = Exception::of(&made) {
        fill(
            vm,
            exception,
            &Value::str(message),
            document,
            position as i64,
        );
    }
    Raise::Exception(made)
}

/// `JSONDecodeError(msg, doc, pos)`
#[inline(never)]
pub fn init(vm: &mut Vm, value: &Value, args: &Args<'_>) -> Res<()> {
    let names = ["msg", "doc", "pos"];
    let at = |nth: usize| args.pos.get(nth).or_else(|| args.keyword(names[nth]));
    let (Some(message), Some(document), Some(position)) = (at(0), at(1), at(2)) else {
        let missing: Vec<String> = (0..3)
            .filter(|nth| at(*nth).is_none())
            .map(|nth| format!("'{}'", names[nth]))
            .collect();
        let count = missing.len();
        let s = if count == 1 { "" } else { "s" };
        let list = match missing.as_slice() {
            [a, b] => format!("{a} and {b}"),
            [a, b, c] => format!("{a}, {b}, and {c}"),
            other => other.concat(),
        };
        let text = format!(
            "JSONDecodeError.__init__() missing {count} required positional argument{s}: {list}"
        );
        return Err(vm.type_error(&text));
    };
    let position = sequence::integer(vm, position)?;
    if let Some(exception) = Exception::of(value) {
        fill(vm, exception, message, document, position);
    }
    Ok(())
}

fn fill(vm: &mut Vm, exception: &Exception, message: &Value, document: &Value, position: i64) {
    let (line, column) = place(document, position);
    let shown = message
        .as_text()
        .map(ToString::to_string)
        .unwrap_or_default();
    let text = Value::str(&format!(
        "{shown}: line {line} column {column} (char {position})"
    ));
    drop(exception.args.replace(vec![text]));
    let fields = [
        ("msg", message.clone()),
        ("doc", document.clone()),
        ("pos", Value::int(position)),
        ("lineno", Value::int(line)),
        ("colno", Value::int(column)),
    ];
    for (name, field) in fields {
        let name = vm.intern(name);
        let before = exception.attributes.borrow_mut().set(&name, field);
        drop(before);
    }
}

/// Line and column, from 1, of a position in a document.
fn place(document: &Value, position: i64) -> (i64, i64) {
    let Some(Body::Str(str)) = document.body() else {
        return (1, position.saturating_add(1));
    };
    let behind = usize::try_from(position).unwrap_or(0).min(str.text.len());
    let before = &str.text.as_wtf8()[..str.text.offset(behind)];
    let lines = before.iter().filter(|byte| **byte == b'\n').count() as i64;
    let column = match before.iter().rposition(|byte| *byte == b'\n') {
        Some(newline) => position - str.text.index(newline) as i64,
        None => position.saturating_add(1),
    };
    (lines + 1, column)
}
