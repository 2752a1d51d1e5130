//! `print`, and what `sys.stdout` and `sys.stderr` do.

use std::cell::RefCell;

use crate::args::{Args, Builtin, bind};
use crate::error::{OrRaise, Res};
use crate::object::Body;
use crate::ops::{calls, text, truth, type_name};
use crate::types::class::Instance;
use crate::types::names::Names;
use crate::value::Value;
use crate::vm::Vm;

/// The functions.
pub static FUNCTIONS: &[Builtin] = &[Builtin {
    name: "print",
    owner: None,
    call: print,
}];

static OUT: &[Builtin] = &[
    Builtin {
        name: "write",
        owner: None,
        call: |vm, args| write(vm, args, false),
    },
    Builtin {
        name: "flush",
        owner: None,
        call: flush,
    },
];

static ERROR: &[Builtin] = &[
    Builtin {
        name: "write",
        owner: None,
        call: |vm, args| write(vm, args, true),
    },
    Builtin {
        name: "flush",
        owner: None,
        call: flush,
    },
];

impl Vm {
    /// `sys.stdout` or `sys.stderr`.
    pub fn stream(&mut self, error: bool) -> Value {
        if let Some(known) = &self.state.streams[usize::from(error)] {
            return known.clone();
        }
        let class = self.named_class("TextIOWrapper");
        let mut names = Names::default();
        for builtin in if error { ERROR } else { OUT } {
            let (name, function) = (self.intern(builtin.name), self.function(builtin));
            names.set(&name, function);
        }
        let shown = Value::str(if error { "<stderr>" } else { "<stdout>" });
        names.set(&self.intern("name"), shown);
        names.set(&self.intern("encoding"), Value::str("utf-8"));
        let stream = Value::object(Body::Instance(Box::new(Instance {
            class,
            attributes: RefCell::new(names),
        })));
        self.state.streams[usize::from(error)] = Some(stream.clone());
        stream
    }
}

/// Where a `print` goes.
#[derive(Clone)]
enum Target {
    Out,
    Error,
    Other(Value),
}

fn print(vm: &mut Vm, args: &Args<'_>) -> Res {
    let options = Args {
        pos: &[],
        names: args.names,
        kw: args.kw,
    };
    let [sep, end, file, flush] =
        bind("print", &options, 0, ["sep", "end", "file", "flush"], 0, 0).or_raise(vm)?;
    let sep = separator(vm, "sep", sep, " ")?;
    let end = separator(vm, "end", end, "\n")?;
    let target = match file {
        Some(file) if file.is(&vm.stream(true)) => Target::Error,
        Some(file) if !file.is_none() && !file.is(&vm.stream(false)) => Target::Other(file.clone()),
        _ => Target::Out,
    };
    let flush = match flush {
        Some(flush) => truth::truth(vm, flush)?,
        None => false,
    };
    let mut pieces = Vec::with_capacity(args.pos.len() * 2 + 1);
    pieces.push(end);
    for (at, value) in args.pos.iter().enumerate().rev() {
        pieces.push(value.clone());
        if at > 0 {
            pieces.push(sep.clone());
        }
    }
    print_rest(vm, pieces, target, flush)
}

fn separator(vm: &mut Vm, name: &str, given: Option<&Value>, default: &str) -> Res {
    match given {
        Some(value) if value.as_text().is_some() => Ok(value.clone()),
        Some(value) if !value.is_none() => Err(vm.type_error(&format!(
            "{name} must be None or a string, not {}",
            type_name(value)
        ))),
        _ => Ok(vm.intern(default)),
    }
}

/// Writes the pieces, the last one first: each is made and written before the next, as CPython does.
fn print_rest(vm: &mut Vm, mut reversed: Vec<Value>, target: Target, flush: bool) -> Res {
    while let Some(piece) = reversed.pop() {
        let shown = text::str(vm, &piece);
        let target_now = target.clone();
        let written = vm.and_then(shown, move |vm, shown| emit(vm, &target_now, &shown?));
        match written {
            Ok(_) => {}
            Err(crate::Raise::Pending) => {
                return vm.then(move |vm, done| {
                    done?;
                    print_rest(vm, reversed, target, flush)
                });
            }
            Err(raise) => return Err(raise),
        }
    }
    match (target, flush) {
        (_, false) => Ok(Value::NONE),
        (Target::Other(file), true) => {
            let name = vm.intern("flush");
            let flushed = calls::call_method(vm, &file, &name, &Args::of(&[]));
            vm.and_then(flushed, |_, done| done.map(|_| Value::NONE))
        }
        (_, true) => {
            vm.flush();
            Ok(Value::NONE)
        }
    }
}

fn emit(vm: &mut Vm, target: &Target, shown: &Value) -> Res {
    match target {
        Target::Out => write_text(vm, shown, false)?,
        Target::Error => write_text(vm, shown, true)?,
        Target::Other(file) => {
            let name = vm.intern("write");
            return calls::call_method(vm, file, &name, &Args::of(std::slice::from_ref(shown)));
        }
    }
    Ok(Value::NONE)
}

/// Standard error shows what cannot be encoded as escapes; standard output raises.
fn write_text(vm: &mut Vm, shown: &Value, error: bool) -> Res<()> {
    let Some(text) = shown.as_text() else {
        return Ok(());
    };
    match text.as_str() {
        Some(utf8) if error => vm.write_error(utf8.as_bytes()),
        Some(utf8) => vm.write_out(utf8.as_bytes()),
        None if error => {
            for point in text.code_points() {
                match char::from_u32(point) {
                    Some(c) => vm.write_error(c.encode_utf8(&mut [0; 4]).as_bytes()),
                    None => vm.write_error(format!("\\u{point:04x}").as_bytes()),
                }
            }
        }
        None => return Err(vm.surrogates_error(shown)),
    }
    Ok(())
}

fn write(vm: &mut Vm, args: &Args<'_>, error: bool) -> Res {
    args.no_keywords("TextIOWrapper.write").or_raise(vm)?;
    let [shown] = args.pos else {
        let n = args.pos.len();
        return Err(vm.type_error(&format!(
            "TextIOWrapper.write() takes exactly one argument ({n} given)"
        )));
    };
    let Some(text) = shown.as_text() else {
        return Err(vm.type_error(&format!(
            "write() argument must be str, not {}",
            type_name(shown)
        )));
    };
    let length = text.len();
    write_text(vm, shown, error)?;
    Ok(Value::size(length))
}

fn flush(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("TextIOWrapper.flush").or_raise(vm)?;
    if !args.pos.is_empty() {
        let n = args.pos.len();
        return Err(vm.type_error(&format!(
            "TextIOWrapper.flush() takes no arguments ({n} given)"
        )));
    }
    vm.flush();
    Ok(Value::NONE)
}
