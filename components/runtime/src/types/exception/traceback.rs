//! What CPython 3.12 prints when nobody catches an exception.

use std::collections::HashSet;
use std::fmt::Write;

use super::{ExcType, Exception, Frame, carets, suggest};
use crate::error::Res;
use crate::object::Body;
use crate::ops::text;
use crate::types::class::Class;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// Equal lines that are printed before they are counted.
const REPEATS: usize = 3;
/// Lines that are printed of a traceback: the last ones.
const LIMIT: usize = 1000;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// Prints an uncaught exception; the exit code. May be pending, as `__str__` may be the program's.
pub fn uncaught(vm: &mut Vm, value: Value) -> Res {
    if Exception::of(&value).is_some_and(|exception| exception.kind.is(ExcType::SystemExit)) {
        return exit(vm, &value);
    }
    let code: u8 = match Exception::of(&value) {
        Some(exception) if exception.kind.is(ExcType::KeyboardInterrupt) => 130,
        _ => 1,
    };
    let reported = report(vm, chain(value));
    vm.and_then(reported, move |vm, _| {
        vm.flush();
        Ok(Value::int(code.into()))
    })
}

/// The text that [`uncaught`] prints, as a str.
pub fn formatted(vm: &mut Vm, value: Value) -> Res {
    vm.captured = Some(Vec::new());
    let reported = report(vm, chain(value));
    vm.and_then(reported, |vm, _| {
        let shown = vm.captured.take().unwrap_or_default();
        Ok(Value::str(&String::from_utf8_lossy(&shown)))
    })
}

fn exit(vm: &mut Vm, value: &Value) -> Res {
    let code = Exception::of(value)
        .and_then(|exception| exception.field("code"))
        .unwrap_or(Value::NONE);
    vm.flush();
    match code.kind() {
        Kind::None => return Ok(Value::int(0)),
        Kind::Int(_) | Kind::Bool(_) => return Ok(Value::int(code.as_small().unwrap_or(0) & 0xff)),
        Kind::Obj(obj) if matches!(obj.body, Body::Int(_)) => {
            // What does not fit into a C long is -1; what does keeps its low byte.
            return Ok(Value::int(code.as_i64().unwrap_or(-1) & 0xff));
        }
        _ => {}
    }
    let shown = text::str(vm, &code);
    vm.and_then(shown, |vm, shown| {
        if let Ok(shown) = shown {
            write_text(vm, &shown);
            vm.write_error(b"\n");
        }
        Ok(Value::int(1))
    })
}

/// The exceptions in the order of printing, and the text behind each.
fn chain(last: Value) -> Vec<(Value, &'static str)> {
    let mut seen = HashSet::new();
    let mut links = vec![(last.clone(), "")];
    let mut at = last;
    while let Some(exception) = Exception::of(&at) {
        seen.insert(at.bits());
        let cause = exception.cause.borrow().clone();
        let context = exception
            .context
            .borrow()
            .clone()
            .filter(|_| !exception.suppress_context.get());
        let (next, joint) = match (cause, context) {
            (Some(cause), _) => (cause, CAUSE),
            (None, Some(context)) => (context, CONTEXT),
            (None, None) => break,
        };
        if seen.contains(&next.bits()) {
            break;
        }
        links.push((next.clone(), joint));
        at = next;
    }
    links
}

/// Prints what is last in the chain, and goes on.
fn report(vm: &mut Vm, mut chain: Vec<(Value, &'static str)>) -> Res {
    let Some((value, joint)) = chain.pop() else {
        return Ok(Value::NONE);
    };
    let Some(exception) = Exception::of(&value) else {
        return Ok(Value::NONE);
    };
    let lines = frames(vm, &exception.traceback.borrow());
    vm.write_error(lines.as_bytes());
    let shown = text::str(vm, &value);
    vm.and_then(shown, move |vm, shown| {
        write_last_line(vm, &value, shown.ok());
        let notes = Exception::of(&value).and_then(|exception| exception.field("__notes__"));
        let noted = write_notes(vm, notes);
        vm.and_then(noted, move |vm, _| {
            vm.write_error(joint.as_bytes());
            report(vm, chain)
        })
    })
}

fn write_last_line(vm: &mut Vm, value: &Value, shown: Option<Value>) {
    let name = match Class::of(&vm.class_of(value)) {
        Some(class) if class.of_program => class.qualified_name.clone(),
        Some(class) => class.shown(),
        None => String::new(),
    };
    vm.write_error(name.as_bytes());
    match shown {
        Some(shown) if shown.as_text().is_some_and(|text| text.is_empty()) => {}
        Some(shown) => {
            vm.write_error(b": ");
            write_text(vm, &shown);
        }
        None => vm.write_error(b": <exception str() failed>"),
    }
    if let Some(meant) = suggest::suggestion(vm, value) {
        vm.write_error(format!(". Did you mean: '{meant}'?").as_bytes());
    }
    vm.write_error(b"\n");
}

/// Notes: the lines of each; what is no list is shown as its repr.
fn write_notes(vm: &mut Vm, notes: Option<Value>) -> Res {
    let mut rest = match notes.as_ref().and_then(Value::body) {
        None => return Ok(Value::NONE),
        Some(Body::List(notes)) => notes.borrow().clone(),
        Some(Body::Tuple(notes)) => notes.to_vec(),
        Some(_) => {
            let shown = text::repr(vm, &notes.unwrap_or(Value::NONE));
            return vm.and_then(shown, |vm, shown| {
                let shown = shown.unwrap_or_else(|_| Value::str("<__notes__ repr() failed>"));
                write_lines(vm, &shown);
                Ok(Value::NONE)
            });
        }
    };
    rest.reverse();
    write_note(vm, rest)
}

fn write_note(vm: &mut Vm, mut rest: Vec<Value>) -> Res {
    let Some(note) = rest.pop() else {
        return Ok(Value::NONE);
    };
    let shown = text::str(vm, &note);
    vm.and_then(shown, move |vm, shown| {
        let shown = shown.unwrap_or_else(|_| Value::str("<note str() failed>"));
        write_lines(vm, &shown);
        write_note(vm, rest)
    })
}

fn write_lines(vm: &mut Vm, shown: &Value) {
    let Some(text) = shown.as_text() else { return };
    if text.is_empty() {
        return vm.write_error(b"\n");
    }
    for line in text.split_lines(false) {
        write_text(vm, &Value::text(line));
        vm.write_error(b"\n");
    }
}

/// Standard error shows a lone surrogate as its escape.
fn write_text(vm: &mut Vm, shown: &Value) {
    let Some(text) = shown.as_text() else { return };
    match text.as_str() {
        Some(utf8) => vm.write_error(utf8.as_bytes()),
        None => {
            let escaped: String = text
                .code_points()
                .map(|point| {
                    char::from_u32(point).map_or_else(|| format!("\\u{point:04x}"), String::from)
                })
                .collect();
            vm.write_error(escaped.as_bytes());
        }
    }
}

/// "Traceback (most recent call last):" and the frames, outermost first.
fn frames(vm: &Vm, innermost_first: &[Frame]) -> String {
    let mut shown = String::new();
    if innermost_first.is_empty() {
        return shown;
    }
    shown.push_str("Traceback (most recent call last):\n");
    let mut last: Option<(u32, u32)> = None;
    let mut repeated = 0;
    for frame in innermost_first.iter().take(LIMIT).rev() {
        if last == Some((frame.code, frame.line)) {
            repeated += 1;
        } else {
            show_repeats(&mut shown, repeated);
            last = Some((frame.code, frame.line));
            repeated = 1;
        }
        if repeated <= REPEATS {
            show_frame(vm, &mut shown, frame);
        }
    }
    show_repeats(&mut shown, repeated);
    shown
}

fn show_repeats(shown: &mut String, repeated: usize) {
    if repeated > REPEATS {
        let more = repeated - REPEATS;
        let s = if more == 1 { "" } else { "s" };
        // Writing to a String cannot fail.
        let _ = writeln!(shown, "  [Previous line repeated {more} more time{s}]");
    }
}

fn show_frame(vm: &Vm, shown: &mut String, frame: &Frame) {
    let name = match vm.codes.get(frame.code as usize) {
        Some(code) if !code.name.is_empty() => code.name.as_str(),
        _ => "<module>",
    };
    let _ = writeln!(
        shown,
        "  File \"{}\", line {}, in {name}",
        vm.file, frame.line
    );
    let Some(line) = (frame.line as usize)
        .checked_sub(1)
        .and_then(|at| vm.source.get(at))
    else {
        return;
    };
    let stripped = line.trim_matches([' ', '\t', '\x0c']);
    if stripped.is_empty() {
        return;
    }
    let _ = writeln!(shown, "    {stripped}");
    if let Some(marks) = carets::carets(line, frame.column, frame.end_column) {
        let _ = writeln!(shown, "    {marks}");
    }
}
