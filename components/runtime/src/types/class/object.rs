//! Making instances, and what every instance has.

use std::cell::RefCell;

use super::{Class, Instance};
use crate::args::{Args, Builtin};
use crate::error::{Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::{calls, type_name};
use crate::types::exception::{self, ExcType};
use crate::value::Value;
use crate::vm::Vm;

/// `C(..)` of a class value.
pub fn instantiate(vm: &mut Vm, class_value: &Value, args: &Args<'_>) -> Res {
    let Some(class) = Class::of(class_value) else {
        return Err(vm.type_error("object is not callable"));
    };
    if class.of_program {
        return instantiate_program(vm, class_value, class, args);
    }
    if let Some(kind) = class.exception {
        let made = exception::construct(vm, kind, None, args.pos.to_vec());
        exception::init(vm, &made, args)?;
        return Ok(made);
    }
    match class.builtin {
        Some(id) => construct_type(vm, id, args),
        None => Err(vm.type_error(&format!("cannot create '{}' instances", class.name))),
    }
}

/// `T(..)` of a builtin type.
pub fn construct_type(vm: &mut Vm, id: TypeId, args: &Args<'_>) -> Res {
    if let Some(def) = crate::types::def(id) {
        return (def.construct)(vm, args);
    }
    if let Some(result) = crate::builtins::construct(vm, id, args) {
        return result;
    }
    match id {
        TypeId::Object => {
            if !args.pos.is_empty() || !args.kw.is_empty() {
                return Err(vm.type_error("object() takes no arguments"));
            }
            let class = vm.type_class(TypeId::Object);
            Ok(new_instance(class))
        }
        TypeId::Type => crate::builtins::objects::type_of(vm, args),
        TypeId::NoneType | TypeId::Ellipsis | TypeId::NotImplementedType => {
            if !args.pos.is_empty() || !args.kw.is_empty() {
                let name = match id {
                    TypeId::Ellipsis => "EllipsisType",
                    _ => id.name(),
                };
                return Err(vm.type_error(&format!("{name} takes no arguments")));
            }
            Ok(match id {
                TypeId::NoneType => Value::NONE,
                TypeId::Ellipsis => vm.ellipsis(),
                _ => vm.not_implemented(),
            })
        }
        _ => Err(vm.type_error(&format!("cannot create '{}' instances", id.name()))),
    }
}

fn new_instance(class: Value) -> Value {
    Value::object(Body::Instance(Box::new(Instance {
        class,
        attributes: RefCell::default(),
    })))
}

fn instantiate_program(vm: &mut Vm, class_value: &Value, class: &Class, args: &Args<'_>) -> Res {
    let made = match class.exception {
        Some(kind) => exception::construct(vm, kind, Some(class_value.clone()), args.pos.to_vec()),
        None => new_instance(class_value.clone()),
    };
    let init = vm.intern("__init__");
    let Some(init) = class.lookup(&init) else {
        if class.exception.is_some() {
            exception::init(vm, &made, args)?;
        } else if !args.pos.is_empty() || !args.kw.is_empty() {
            return Err(vm.type_error(&format!("{}() takes no arguments", class.name)));
        }
        return Ok(made);
    };
    let mut pos = Vec::with_capacity(args.pos.len() + 1);
    pos.push(made.clone());
    pos.extend_from_slice(args.pos);
    let result = calls::call(
        vm,
        &init,
        &Args {
            pos: &pos,
            names: args.names,
            kw: args.kw,
        },
    );
    vm.and_then(result, move |vm, answer| {
        let answer = answer?;
        if !answer.is_none() {
            let message = format!(
                "__init__() should return None, not '{}'",
                type_name(&answer)
            );
            return Err(vm.type_error(&message));
        }
        Ok(made)
    })
}

/// Methods of `object`.
pub static METHODS: &[Builtin] = &[
    Builtin::method(TypeId::Object, "__init__", init),
    Builtin::method(TypeId::Object, "__str__", str),
    Builtin::method(TypeId::Object, "__repr__", repr),
    Builtin::method(TypeId::Object, "__format__", format),
    Builtin::method(TypeId::Object, "__setattr__", setattr),
];

fn init(vm: &mut Vm, args: &Args<'_>) -> Res {
    let receiver = args.receiver();
    if matches!(receiver.body(), Some(Body::Exception(_))) {
        let rest = Args {
            pos: args.rest(),
            names: args.names,
            kw: args.kw,
        };
        exception::reinit(vm, receiver, &rest)?;
        return Ok(Value::NONE);
    }
    if !args.rest().is_empty() || !args.kw.is_empty() {
        return Err(vm.type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    Ok(Value::NONE)
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Res {
    crate::ops::text::builtin_str(vm, args.receiver())
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Res {
    crate::ops::text::builtin_repr(vm, args.receiver())
}

fn format(vm: &mut Vm, args: &Args<'_>) -> Res {
    match args.rest() {
        [spec] => crate::ops::text::format_object(vm, args.receiver(), spec),
        rest => {
            let message = format!(
                "object.__format__() takes exactly one argument ({} given)",
                rest.len()
            );
            Err(vm.type_error(&message))
        }
    }
}

fn setattr(vm: &mut Vm, args: &Args<'_>) -> Res {
    match args.rest() {
        [name, value] => {
            crate::ops::attributes::set(vm, args.receiver(), name, value).map(|()| Value::NONE)
        }
        rest => Err(vm.type_error(&format!("expected 2 arguments, got {}", rest.len()))),
    }
}

/// "descriptor 'append' for 'list' objects doesn't apply to a 'int' object"
#[cold]
pub fn wrong_receiver(
    vm: &mut Vm,
    builtin: &Builtin,
    owner: TypeId,
    given: Option<&Value>,
) -> Raise {
    let (owner, name) = (owner.name(), builtin.name);
    vm.type_error(&match given {
        Some(given) => {
            format!(
                "descriptor '{name}' for '{owner}' objects doesn't apply to a '{}' object",
                type_name(given)
            )
        }
        None => format!("unbound method {owner}.{name}() needs an argument"),
    })
}

/// Used by exceptions' kinds that classes may mix.
impl ExcType {
    /// Whether instances have fields of their own, so that a class cannot inherit from two such.
    pub fn has_fields(self) -> bool {
        use ExcType::*;
        [
            SystemExit,
            StopIteration,
            ImportError,
            NameError,
            AttributeError,
            OSError,
            SyntaxError,
            UnicodeDecodeError,
            UnicodeEncodeError,
            UnicodeTranslateError,
        ]
        .iter()
        .any(|kind| self.is(*kind))
    }
}
