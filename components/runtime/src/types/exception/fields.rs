//! What exceptions make of their arguments.

use super::{ExcType, Exception};
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::ops::type_name;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// What is wrong with text or bytes.
pub struct UnicodeFault {
    /// `UnicodeEncodeError`, `UnicodeDecodeError` or `UnicodeTranslateError`.
    pub kind: ExcType,
    /// The codec's name; unused by `UnicodeTranslateError`.
    pub encoding: &'static str,
    /// The str or bytes.
    pub object: Value,
    /// Where the fault begins.
    pub start: usize,
    /// Behind its end.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

impl Vm {
    /// A `UnicodeError`.
    #[cold]
    pub fn unicode_error(&mut self, fault: UnicodeFault) -> Raise {
        let encoding = Value::str(fault.encoding);
        let mut args = vec![
            fault.object,
            Value::size(fault.start),
            Value::size(fault.end),
            Value::str(fault.reason),
        ];
        if fault.kind != ExcType::UnicodeTranslateError {
            args.insert(0, encoding);
        }
        Raise::Exception(self.make_exception(fault.kind, args))
    }
}

/// A new instance with its arguments and no fields: what `BaseException.__new__` does.
pub fn construct(_vm: &mut Vm, kind: ExcType, class: Option<Value>, args: Vec<Value>) -> Value {
    let kind = match (kind, &class, args.as_slice()) {
        (ExcType::OSError, None, [number, _, ..]) if args.len() <= 5 => {
            number.as_i64().and_then(of_errno).unwrap_or(kind)
        }
        _ => kind,
    };
    Value::object(Body::Exception(Box::new(Exception::new(kind, class, args))))
}

fn of_errno(number: i64) -> Option<ExcType> {
    Some(match number {
        1 | 13 => ExcType::PermissionError,
        2 => ExcType::FileNotFoundError,
        3 => ExcType::ProcessLookupError,
        4 => ExcType::InterruptedError,
        10 => ExcType::ChildProcessError,
        11 | 114 | 115 => ExcType::BlockingIOError,
        17 => ExcType::FileExistsError,
        20 => ExcType::NotADirectoryError,
        21 => ExcType::IsADirectoryError,
        32 | 108 => ExcType::BrokenPipeError,
        103 => ExcType::ConnectionAbortedError,
        104 => ExcType::ConnectionResetError,
        110 => ExcType::TimeoutError,
        111 => ExcType::ConnectionRefusedError,
        _ => return None,
    })
}

/// `__init__` of the builtin class, on an instance that has its arguments already.
pub fn init(vm: &mut Vm, value: &Value, args: &Args<'_>) -> Res<()> {
    let Some(exception) = Exception::of(value) else {
        return Ok(());
    };
    if exception.kind.is(ExcType::JSONDecodeError) {
        return crate::modules::json::init_error(vm, value, args);
    }
    check_keywords(vm, value, exception, args)?;
    check_unicode(vm, exception, args.pos)?;
    fill(vm, value);
    for (name, item) in args.names.iter().zip(args.kw) {
        exception.set_field(name.clone(), item.clone());
    }
    Ok(())
}

/// `super().__init__(..)`: the arguments become `args`.
pub fn reinit(vm: &mut Vm, value: &Value, args: &Args<'_>) -> Res<()> {
    let Some(exception) = Exception::of(value) else {
        return Ok(());
    };
    let old = exception.args.replace(args.pos.to_vec());
    drop(old);
    init(vm, value, args)
}

fn check_keywords(vm: &mut Vm, value: &Value, exception: &Exception, args: &Args<'_>) -> Res<()> {
    if args.names.is_empty() {
        return Ok(());
    }
    let known: &[&str] = match exception.kind {
        kind if kind.is(ExcType::ImportError) => &["name", "path"],
        kind if kind.is(ExcType::NameError) => &["name"],
        kind if kind.is(ExcType::AttributeError) => &["name", "obj"],
        _ => {
            let name = type_name(value);
            return Err(vm.type_error(&format!("{name}() takes no keyword arguments")));
        }
    };
    let is_known = |name: &&Value| {
        name.as_text()
            .and_then(|text| text.as_str())
            .is_some_and(|n| known.contains(&n))
    };
    if let Some(unknown) = args.names.iter().find(|name| !is_known(name)) {
        let name = exception.kind.name();
        let unknown = unknown
            .as_text()
            .map(|text| text.to_string())
            .unwrap_or_default();
        return Err(vm.type_error(&format!(
            "'{unknown}' is an invalid keyword argument for {name}()"
        )));
    }
    Ok(())
}

fn check_unicode(vm: &mut Vm, exception: &Exception, args: &[Value]) -> Res<()> {
    let wanted: &[&str] = match exception.kind {
        ExcType::UnicodeDecodeError => &["str", "bytes", "int", "int", "str"],
        ExcType::UnicodeEncodeError => &["str", "str", "int", "int", "str"],
        ExcType::UnicodeTranslateError => &["str", "int", "int", "str"],
        _ => return Ok(()),
    };
    if args.len() != wanted.len() {
        let (n, given) = (wanted.len(), args.len());
        return Err(vm.type_error(&format!(
            "function takes exactly {n} arguments ({given} given)"
        )));
    }
    for (at, (arg, want)) in args.iter().zip(wanted).enumerate() {
        let fits = match *want {
            "int" => matches!(arg.kind(), Kind::Int(_) | Kind::Bool(_)),
            "bytes" => matches!(
                arg.body(),
                Some(Body::Bytes(_) | Body::ByteArray(_) | Body::MemoryView(_))
            ),
            _ => arg.as_text().is_some(),
        };
        if !fits {
            let given = type_name(arg);
            return Err(vm.type_error(&match *want {
                "int" => format!("'{given}' object cannot be interpreted as an integer"),
                "bytes" => format!("a bytes-like object is required, not '{given}'"),
                _ => format!("argument {} must be str, not {given}", at + 1),
            }));
        }
    }
    Ok(())
}

/// Sets the special attributes that the arguments say.
pub(super) fn fill(vm: &mut Vm, value: &Value) {
    let Some(exception) = Exception::of(value) else {
        return;
    };
    let kind = exception.kind;
    if !kind.has_fields() {
        return;
    }
    let args = exception.args.borrow().clone();
    let mut set = |name: &str, value: Option<&Value>| {
        if let Some(value) = value {
            exception.set_field(vm.intern(name), value.clone());
        }
    };
    if kind.is(ExcType::StopIteration) {
        set("value", args.first());
    } else if kind.is(ExcType::SystemExit) {
        match args.as_slice() {
            [] => {}
            [only] => set("code", Some(only)),
            many => set("code", Some(&Value::tuple(many))),
        }
    } else if kind.is(ExcType::ImportError) {
        set("msg", args.first().filter(|_| args.len() == 1));
    } else if kind.is(ExcType::OSError) && (2..=5).contains(&args.len()) {
        set("errno", args.first());
        set("strerror", args.get(1));
        if args.len() > 2 {
            set("filename", args.get(2));
            set("filename2", args.get(4));
            exception.args.borrow_mut().truncate(2);
        }
    } else if kind.is(ExcType::SyntaxError) {
        set("msg", args.first());
        if let Some(Body::Tuple(detail)) = args.get(1).and_then(Value::body) {
            for (name, item) in SYNTAX.iter().zip(detail.iter()) {
                set(name, Some(item));
            }
        }
    } else if kind == ExcType::UnicodeDecodeError || kind == ExcType::UnicodeEncodeError {
        for (name, item) in ["encoding", "object", "start", "end", "reason"]
            .iter()
            .zip(&args)
        {
            set(name, Some(item));
        }
    } else if kind == ExcType::UnicodeTranslateError {
        for (name, item) in ["object", "start", "end", "reason"].iter().zip(&args) {
            set(name, Some(item));
        }
    }
}

const SYNTAX: &[&str] = &[
    "filename",
    "lineno",
    "offset",
    "text",
    "end_lineno",
    "end_offset",
];

/// Special attributes that instances of a class have, None where they have not been set.
pub(super) fn has_field(kind: ExcType, name: &str) -> bool {
    let names: &[&str] = if kind.is(ExcType::StopIteration) {
        &["value"]
    } else if kind.is(ExcType::SystemExit) {
        &["code"]
    } else if kind.is(ExcType::ImportError) {
        &["msg", "name", "path"]
    } else if kind.is(ExcType::NameError) {
        &["name"]
    } else if kind.is(ExcType::AttributeError) {
        &["name", "obj"]
    } else if kind.is(ExcType::OSError) {
        &["errno", "strerror", "filename", "filename2"]
    } else if kind.is(ExcType::SyntaxError) {
        return name == "msg" || name == "print_file_and_line" || SYNTAX.contains(&name);
    } else {
        &[]
    };
    names.contains(&name)
}
