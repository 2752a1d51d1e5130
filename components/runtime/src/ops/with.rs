//! `with`: `__enter__` and `__exit__`.

use super::{calls, text, truth, type_name};
use crate::args::Args;
use crate::error::Res;
use crate::object::Body;
use crate::value::Value;
use crate::vm::Vm;

/// `__enter__()`. May be pending.
pub fn enter(vm: &mut Vm, manager: &Value) -> Res {
    if let Some(Body::MemoryView(_)) = manager.body() {
        let name = vm.intern("__enter__");
        return calls::call_on(vm, &name, &Args::of(std::slice::from_ref(manager)));
    }
    let exit = text::special(vm, manager, "__exit__");
    match (text::special(vm, manager, "__enter__"), exit) {
        (None, _) => Err(no_protocol(vm, manager, "")),
        (_, None) => Err(no_protocol(vm, manager, " (missed __exit__ method)")),
        (Some(enter), Some(_)) => calls::call(vm, &enter, &Args::of(std::slice::from_ref(manager))),
    }
}

#[cold]
fn no_protocol(vm: &mut Vm, manager: &Value, more: &str) -> crate::Raise {
    let name = type_name(manager);
    vm.type_error(&format!(
        "'{name}' object does not support the context manager protocol{more}"
    ))
}

/// `__exit__(type, value, traceback)`: whether the exception is swallowed. The traceback is None: frames are not reflected. May be
/// pending.
pub fn exit(vm: &mut Vm, manager: &Value, exception: Option<Value>) -> Res {
    let class = exception.as_ref().map(|exception| vm.class_of(exception));
    let or_none = |value: Option<Value>| value.unwrap_or(Value::NONE);
    let args = [
        manager.clone(),
        or_none(class),
        or_none(exception),
        Value::NONE,
    ];
    let result = if let Some(Body::MemoryView(_)) = manager.body() {
        let name = vm.intern("__exit__");
        calls::call_on(vm, &name, &Args::of(&args))
    } else {
        match text::special(vm, manager, "__exit__") {
            Some(method) => calls::call(vm, &method, &Args::of(&args)),
            None => Err(no_protocol(vm, manager, "")),
        }
    };
    vm.and_then(result, |vm, answer| {
        let answer = answer?;
        truth::truth(vm, &answer).map(Value::bool)
    })
}
