//! `raise`, and what the compiler notices.

use super::{ExcType, Exception};
use crate::abi::flow::ErrorKind;
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::ops::{calls, text, type_name};
use crate::types::class::Class;
use crate::value::Value;
use crate::vm::Vm;

/// `raise exception from cause`: always an error, or pending.
pub fn raise(vm: &mut Vm, exception: &Value, cause: Option<Value>) -> Res {
    let wrong = "exceptions must derive from BaseException";
    let made = instance_of(vm, exception, wrong);
    vm.and_then(made, move |vm, made| {
        let made = made?;
        let Some(cause) = cause else {
            return Err(raised_here(vm, made));
        };
        let cause = if cause.is_none() {
            Ok(cause)
        } else {
            instance_of(
                vm,
                &cause,
                "exception causes must derive from BaseException",
            )
        };
        vm.and_then(cause, move |vm, cause| {
            let cause = cause?;
            if let Some(exception) = Exception::of(&made) {
                drop(exception.cause.replace((!cause.is_none()).then_some(cause)));
                exception.suppress_context.set(true);
            }
            Err(raised_here(vm, made))
        })
    })
}

/// An exception as it is, or an instance of a class.
fn instance_of(vm: &mut Vm, given: &Value, wrong: &'static str) -> Res {
    if Exception::of(given).is_some() {
        return Ok(given.clone());
    }
    if Class::of(given).is_none_or(|class| class.exception.is_none()) {
        return Err(vm.type_error(wrong));
    }
    let class = given.clone();
    let made = calls::call(vm, given, &Args::of(&[]));
    vm.and_then(made, move |vm, made| {
        let made = made?;
        if Exception::of(&made).is_some() {
            return Ok(made);
        }
        let shown = text::repr(vm, &class);
        vm.and_then(shown, move |vm, shown| {
            let shown = shown?
                .as_text()
                .map(|text| text.to_string())
                .unwrap_or_default();
            let given = type_name(&made);
            let message = format!(
                "calling {shown} should have returned an instance of BaseException, not {given}"
            );
            Err(vm.type_error(&message))
        })
    })
}

/// An explicit `raise` sets the context even where there was another.
fn raised_here(vm: &mut Vm, value: Value) -> Raise {
    if let Some(handled) = vm.handling.last().cloned() {
        set_context(&value, handled);
    }
    Raise::Exception(value)
}

/// Makes `handled` the context of `value`; a chain that leads back to `value` is cut there.
fn set_context(value: &Value, handled: Value) {
    if handled.is(value) {
        return;
    }
    // The program may have made a circle of contexts: the one behind goes half as fast.
    let (mut at, mut behind, mut steps) = (handled.clone(), handled.clone(), 0u64);
    while let Some(exception) = Exception::of(&at) {
        let Some(next) = exception.context.borrow().clone() else {
            break;
        };
        if next.is(value) {
            drop(exception.context.take());
            break;
        }
        at = next;
        steps += 1;
        if steps % 2 == 0 {
            let follows = Exception::of(&behind).and_then(|behind| behind.context.borrow().clone());
            behind = follows.unwrap_or(behind);
        }
        if at.is(&behind) {
            break;
        }
    }
    if let Some(exception) = Exception::of(value) {
        drop(exception.context.replace(Some(handled)));
    }
}

impl Vm {
    /// What an intrinsic raises while an exception is handled has that as its context.
    #[cold]
    pub fn note_context(&mut self, value: &Value) {
        let Some(handled) = self.handling.last() else {
            return;
        };
        if Exception::of(value).is_some_and(|exception| exception.context.borrow().is_none()) {
            set_context(value, handled.clone());
        }
    }
}

/// The exception for what the compiler noticed.
pub fn noticed(vm: &mut Vm, kind: ErrorKind, detail: Option<Value>) -> Raise {
    let shown = detail
        .as_ref()
        .and_then(Value::as_text)
        .map(|text| text.to_string())
        .unwrap_or_default();
    let message = match kind {
        ErrorKind::Name => format!("name '{shown}' is not defined"),
        ErrorKind::UnboundLocal => {
            format!(
                "cannot access local variable '{shown}' where it is not associated with a value"
            )
        }
        ErrorKind::UnboundFree => {
            format!(
                "cannot access free variable '{shown}' where it is not associated with a value in enclosing scope"
            )
        }
        ErrorKind::Recursion => "maximum recursion depth exceeded".to_string(),
        ErrorKind::Runtime => "No active exception to reraise".to_string(),
        ErrorKind::Memory => return vm.memory_error(),
        ErrorKind::Assertion => {
            return Raise::Exception(
                vm.make_exception(ExcType::AssertionError, detail.into_iter().collect()),
            );
        }
        _ => shown,
    };
    let made = vm.make_exception(kind.class(), vec![Value::str(&message)]);
    if let (true, Some(exception), Some(name)) =
        (kind == ErrorKind::Name, Exception::of(&made), detail)
    {
        exception.set_field(vm.intern("name"), name);
    }
    Raise::Exception(made)
}
