//! `except class:`

use super::Exception;
use crate::error::Res;
use crate::object::Body;
use crate::types::class::{Class, is_subclass};
use crate::value::Value;
use crate::vm::Vm;

/// Whether a handler for `class`, a class or a tuple of classes, catches the exception.
pub fn caught_by(vm: &mut Vm, exception: &Value, class: &Value) -> Res<bool> {
    let wrong = "catching classes that do not inherit from BaseException is not allowed";
    let is_wrong = |class: &Value| Class::of(class).is_none_or(|class| class.exception.is_none());
    match class.body() {
        Some(Body::Tuple(classes)) => {
            if classes.iter().any(is_wrong) {
                return Err(vm.type_error(wrong));
            }
            Ok(classes.iter().any(|class| is_instance(exception, class)))
        }
        _ if is_wrong(class) => Err(vm.type_error(wrong)),
        _ => Ok(is_instance(exception, class)),
    }
}

/// Whether an exception is an instance of an exception class.
pub fn is_instance(value: &Value, class: &Value) -> bool {
    let (Some(exception), Some(wanted)) = (Exception::of(value), Class::of(class)) else {
        return false;
    };
    match &exception.class {
        Some(own) => is_subclass(own, class),
        None => {
            !wanted.of_program
                && wanted
                    .exception
                    .is_some_and(|wanted| exception.kind.is(wanted))
        }
    }
}
