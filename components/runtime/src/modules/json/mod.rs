//! `json`: `dumps` and `loads`, written on the values directly. What needs files, and classes for encoding and decoding, is refused by name.

mod dump;
mod error;
mod load;
mod quote;

pub use error::init as init_error;

use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::gates;
use crate::types::exception::ExcType;
use crate::types::module::Module;
use crate::value::Value;
use crate::vm::Vm;

/// The module.
pub static MODULE: Module = Module {
    name: "json",
    functions: &[
        Builtin::function("dumps", dump::dumps),
        Builtin::function("loads", load::loads),
    ],
    attribute,
};

/// How deep arrays and objects may be nested: CPython's limit of its C stack.
const MAX_DEPTH: usize = 1497;

fn attribute(vm: &mut Vm, name: &str) -> Option<Res> {
    match name {
        "JSONDecodeError" => {
            gates::JSON_ERRORS.made();
            Some(Ok(vm.exception_class(ExcType::JSONDecodeError)))
        }
        "dump" | "load" | "JSONEncoder" | "JSONDecoder" | "decoder" | "encoder" | "scanner"
        | "detect_encoding" => {
            let message = format!("json.{name} is not supported by molt");
            Some(Err(vm.error(ExcType::AttributeError, &message)))
        }
        _ => None,
    }
}

/// The only positional argument of `dumps` and `loads`, which may be a keyword as well.
fn subject(vm: &mut Vm, args: &Args<'_>, function: &str, name: &str) -> Res {
    match (args.pos, args.keyword(name)) {
        ([subject], None) => Ok(subject.clone()),
        ([], Some(subject)) => Ok(subject.clone()),
        ([], None) => Err(vm.type_error(&format!(
            "{function}() missing 1 required positional argument: '{name}'"
        ))),
        ([_], Some(_)) => Err(vm.type_error(&format!(
            "{function}() got multiple values for argument '{name}'"
        ))),
        (several, _) => {
            let given = several.len();
            Err(vm.type_error(&format!(
                "{function}() takes 1 positional argument but {given} were given"
            )))
        }
    }
}

/// `cls=` is refused unless it is None.
fn refuse_class(vm: &mut Vm, function: &str, class: &Value) -> Res<()> {
    if class.is_none() {
        return Ok(());
    }
    let message = format!("json.{function}: argument 'cls' is not supported by molt");
    Err(vm.error(ExcType::NotImplementedError, &message))
}
