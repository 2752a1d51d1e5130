//! `sys`: the arguments, the streams, `exit`.

use crate::args::{Args, Builtin};
use crate::error::{Raise, Res};
use crate::names::is_missing;
use crate::object::Body;
use crate::types::exception::ExcType;
use crate::types::module::Module;
use crate::value::Value;
use crate::vm::Vm;

/// The module.
pub static MODULE: Module = Module {
    name: "sys",
    functions: &[
        Builtin::function("exit", exit),
        Builtin::function("getrecursionlimit", |_, _| Ok(Value::int(1000))),
    ],
    attribute,
};

fn attribute(vm: &mut Vm, name: &str) -> Option<Res> {
    Some(Ok(match name {
        "argv" => {
            if let Some(known) = vm.state.singletons.get("sys.argv") {
                return Some(Ok(known.clone()));
            }
            let arguments = vm
                .arguments
                .iter()
                .map(|argument| Value::str(argument))
                .collect();
            let list = Value::list(arguments);
            vm.state.singletons.insert("sys.argv", list.clone());
            list
        }
        "maxsize" => Value::int(i64::MAX),
        "maxunicode" => Value::int(0x10_ffff),
        "byteorder" => Value::str("little"),
        "stdout" => vm.stream(false),
        "stderr" => vm.stream(true),
        "version_info" => {
            let level = Value::str("final");
            Value::tuple(vec![
                Value::int(3),
                Value::int(12),
                Value::int(1),
                level,
                Value::int(0),
            ])
        }
        _ if is_missing("sys", name) => {
            let message = format!("sys.{name} is not supported");
            return Some(Err(vm.error(ExcType::NotImplementedError, &message)));
        }
        _ => return None,
    }))
}

fn exit(vm: &mut Vm, args: &Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("sys.exit() takes no keyword arguments"));
    }
    if args.pos.len() > 1 {
        let n = args.pos.len();
        return Err(vm.type_error(&format!("exit expected at most 1 argument, got {n}")));
    }
    // As the interpreter makes any exception of its own from a value: nothing for None, a tuple's items.
    let arguments = match args.pos.first() {
        None => Vec::new(),
        Some(code) if code.is_none() => Vec::new(),
        Some(code) => match code.body() {
            Some(Body::Tuple(items)) => items.to_vec(),
            _ => vec![code.clone()],
        },
    };
    Err(Raise::Exception(
        vm.make_exception(ExcType::SystemExit, arguments),
    ))
}
