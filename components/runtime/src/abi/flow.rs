//! `molt:runtime/flow`

use crate::error::{Raise, Res};
use crate::object::Body;
use crate::ops::{iterate, with};
use crate::types::exception::{ExcType, Frame, carets, matching, raising, traceback};
use crate::value::{BITS_ABSENT, BITS_RAISED, Value};
use crate::vm::Vm;

/// What the compiler itself raises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum ErrorKind {
    Name,
    UnboundLocal,
    UnboundFree,
    Assertion,
    Recursion,
    Type,
    Value,
    Runtime,
    Overflow,
    ZeroDivision,
    Memory,
}

/// `iter(o)`
pub fn iterate(vm: &mut Vm, o: u64) -> u64 {
    borrow!(vm, o);
    let result = iterate::iterate(vm, &o);
    vm.export(result)
}

/// The next item, or absent.
pub fn next(vm: &mut Vm, iterator: u64) -> u64 {
    lend!(vm, iterator);
    let result = iterate::next(vm, &iterator);
    vm.export(result)
}

/// `raise exception from cause`
pub fn raise(vm: &mut Vm, exception: u64, cause: u64) -> u64 {
    borrow!(vm, exception);
    borrow_optional!(vm, cause);
    let result = raising::raise(vm, &exception, cause);
    vm.export(result)
}

/// `raise`
pub fn reraise(vm: &mut Vm) -> u64 {
    match vm.handling.last().cloned() {
        Some(exception) => {
            vm.state.retraced = true;
            raise_as_it_is(vm, exception)
        }
        None => raise_error(vm, ErrorKind::Runtime, BITS_ABSENT),
    }
}

fn raise_as_it_is(vm: &mut Vm, exception: Value) -> u64 {
    vm.raised = Some(exception);
    BITS_RAISED
}

/// Raises what the compiler has noticed.
pub fn raise_error(vm: &mut Vm, kind: ErrorKind, detail: u64) -> u64 {
    borrow_optional!(vm, detail);
    let error = raising::noticed(vm, kind, detail);
    vm.export(Err(error))
}

/// Takes the raised exception and begins to handle it.
pub fn catch(vm: &mut Vm) -> u64 {
    let Some(exception) = vm.raised.take() else {
        return BITS_ABSENT;
    };
    vm.state.retraced = false;
    vm.handling.push(exception.clone());
    vm.export(Ok(exception))
}

/// A handler is over.
pub fn end_catch(vm: &mut Vm) {
    vm.handling.pop();
}

/// Raises what was caught, as it was.
pub fn resume_raise(vm: &mut Vm, exception: u64) -> u64 {
    vm.handling.pop();
    borrow!(vm, exception);
    vm.state.retraced = true;
    raise_as_it_is(vm, exception)
}

/// Whether `except class:` catches it.
pub fn matches(vm: &mut Vm, exception: u64, class: u64) -> u64 {
    borrow!(vm, exception, class);
    let result = matching::caught_by(vm, &exception, &class);
    vm.export_truth(result)
}

/// One line of the traceback of the raised exception.
pub fn trace(vm: &mut Vm, code: u32, line: u32, column: u32, end_column: u32) {
    let again = std::mem::take(&mut vm.state.retraced);
    let missing = std::mem::take(&mut vm.state.missing_method);
    let missing = vm.raised.as_ref().filter(|raised| raised.bits() == missing);
    let Some(Body::Exception(exception)) = vm.raised.as_ref().and_then(Value::body) else {
        return;
    };
    let mut frames = exception.traceback.borrow_mut();
    if again && frames.last().is_some_and(|frame| frame.code == code) {
        return;
    }
    let mut end_column = end_column;
    if frames.is_empty() && missing.is_some() {
        let line = (line as usize)
            .checked_sub(1)
            .and_then(|at| vm.source.get(at));
        let callee = line.and_then(|line| carets::end_of_callee(line, column, end_column));
        end_column = callee.unwrap_or(end_column);
    }
    frames.push(Frame {
        code,
        line,
        column,
        end_column,
    });
}

/// The program is over: its exit code, an int.
pub fn finish(vm: &mut Vm) -> u64 {
    let result = match vm.raised.take() {
        Some(exception) => traceback::uncaught(vm, exception),
        None => {
            vm.flush();
            Ok(Value::int(0))
        }
    };
    match result {
        Err(Raise::Exception(_)) => 1 | crate::value::TAG_INT,
        result => vm.export(result),
    }
}

/// The traceback of an exception as `finish` prints it.
pub fn format_exception(vm: &mut Vm, exception: u64) -> u64 {
    borrow!(vm, exception);
    let result = traceback::formatted(vm, exception);
    vm.export(result)
}

/// `with manager:`
pub fn enter_context(vm: &mut Vm, manager: u64) -> u64 {
    borrow!(vm, manager);
    let result = with::enter(vm, &manager);
    vm.export(result)
}

/// `__exit__`: whether it swallows the exception.
pub fn exit_context(vm: &mut Vm, manager: u64, exception: u64) -> u64 {
    borrow!(vm, manager);
    borrow_optional!(vm, exception);
    let result: Res = with::exit(vm, &manager, exception);
    vm.export(result)
}

impl ErrorKind {
    /// The class, for those whose detail is the message.
    pub fn class(self) -> ExcType {
        match self {
            ErrorKind::Name | ErrorKind::UnboundFree => ExcType::NameError,
            ErrorKind::UnboundLocal => ExcType::UnboundLocalError,
            ErrorKind::Assertion => ExcType::AssertionError,
            ErrorKind::Recursion => ExcType::RecursionError,
            ErrorKind::Type => ExcType::TypeError,
            ErrorKind::Value => ExcType::ValueError,
            ErrorKind::Runtime => ExcType::RuntimeError,
            ErrorKind::Overflow => ExcType::OverflowError,
            ErrorKind::ZeroDivision => ExcType::ZeroDivisionError,
            ErrorKind::Memory => ExcType::MemoryError,
        }
    }
}
