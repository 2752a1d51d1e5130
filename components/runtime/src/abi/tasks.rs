//! `molt:runtime/tasks`

use crate::error::Raise;
use crate::object::Body;
use crate::types::exception::ExcType;
use crate::value::{BITS_ABSENT, BITS_RAISED, Value};
use crate::vm::{Request, Vm};

/// Starts the requested function: its code number. `u32::MAX`, which is no function's, when nothing was requested.
pub fn enter(vm: &mut Vm) -> u32 {
    match vm.enter().map(|request| request.function.body()) {
        Some(Some(Body::Function(function))) => function.code,
        _ => u32::MAX,
    }
}

/// An argument of the function that was last entered.
pub fn argument(vm: &mut Vm, position: u32) -> u64 {
    let value = vm
        .running
        .last()
        .and_then(|request| request.arguments.get(position as usize))
        .cloned()
        .flatten();
    export_or_absent(vm, value)
}

/// A cell of its closure.
pub fn closure(vm: &mut Vm, position: u32) -> u64 {
    let cell = vm
        .running
        .last()
        .and_then(|request| cell_of(request, position as usize));
    export_or_absent(vm, cell)
}

fn cell_of(request: &Request, position: usize) -> Option<Value> {
    let Some(Body::Function(function)) = request.function.body() else {
        return None;
    };
    match function.closure.body() {
        Some(Body::Tuple(cells)) => cells.get(position).cloned(),
        _ => None,
    }
}

fn export_or_absent(vm: &mut Vm, value: Option<Value>) -> u64 {
    match value {
        Some(value) => vm.export(Ok(value)),
        None => BITS_ABSENT,
    }
}

/// The function is over. Takes the ownership of the result.
pub fn leave(vm: &mut Vm, returned: u64) -> u64 {
    let result = if returned == BITS_RAISED {
        Err(match vm.raised.take() {
            Some(exception) => Raise::Exception(exception),
            None => vm.error(ExcType::SystemError, "a function raised nothing"),
        })
    } else {
        match vm.handles.take(returned) {
            Some(value) => Ok(value),
            None => vm.import(returned),
        }
    };
    let result = vm.leave(result);
    vm.export(result)
}
