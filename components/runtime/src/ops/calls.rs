//! Calls.

use super::{attributes, iterate, text, type_name, unpack};
use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::types::class::{self, Class};
use crate::types::function;
use crate::value::Value;
use crate::vm::Vm;

/// `f(..)`. May be pending.
pub fn call(vm: &mut Vm, f: &Value, args: &Args<'_>) -> Res {
    match f.body() {
        Some(Body::Function(body)) => {
            let bound = function::bind(vm, body, args)?;
            vm.request(f.clone(), bound)
        }
        Some(Body::Builtin(builtin)) => call_builtin(vm, builtin, args),
        Some(Body::Bound(bound)) => with_receiver(vm, &bound.function, &bound.receiver, args),
        Some(Body::Class(_)) => class::instantiate(vm, f, args),
        Some(Body::Instance(_) | Body::Exception(_)) => match text::special(vm, f, "__call__") {
            Some(method) => with_receiver(vm, &method, f, args),
            None => Err(not_callable(vm, f)),
        },
        _ => Err(not_callable(vm, f)),
    }
}

#[cold]
fn not_callable(vm: &mut Vm, f: &Value) -> crate::Raise {
    vm.type_error(&format!("'{}' object is not callable", type_name(f)))
}

/// Whether a call of it can work: `callable(v)`.
pub fn is_callable(vm: &mut Vm, value: &Value) -> bool {
    match value.body() {
        Some(Body::Function(_) | Body::Builtin(_) | Body::Bound(_) | Body::Class(_)) => true,
        Some(Body::Instance(_) | Body::Exception(_)) => {
            text::special(vm, value, "__call__").is_some()
        }
        _ => false,
    }
}

fn with_receiver(vm: &mut Vm, f: &Value, receiver: &Value, args: &Args<'_>) -> Res {
    let mut pos = Vec::with_capacity(args.pos.len() + 1);
    pos.push(receiver.clone());
    pos.extend_from_slice(args.pos);
    let args = Args {
        pos: &pos,
        names: args.names,
        kw: args.kw,
    };
    match f.body() {
        // The receiver was looked at when the method was bound.
        Some(Body::Builtin(builtin)) => (builtin.call)(vm, &args),
        _ => call(vm, f, &args),
    }
}

/// A function of the runtime; a method's receiver must be of its type.
fn call_builtin(vm: &mut Vm, builtin: &'static Builtin, args: &Args<'_>) -> Res {
    if let Some(owner) = builtin.owner {
        let fits = args
            .pos
            .first()
            .is_some_and(|receiver| is_of(receiver, owner));
        if !fits {
            return Err(class::wrong_receiver(vm, builtin, owner, args.pos.first()));
        }
    }
    (builtin.call)(vm, args)
}

fn is_of(receiver: &Value, owner: TypeId) -> bool {
    let id = receiver.type_id();
    id == owner
        || owner == TypeId::Object
        || (owner == TypeId::Int && id == TypeId::Bool)
        || match receiver.body() {
            Some(Body::Iterator(iterator)) => iterator.class == owner,
            _ => false,
        }
}

/// `o.name(..)`; the receiver is not among the arguments. May be pending.
pub fn call_method(vm: &mut Vm, o: &Value, name: &Value, args: &Args<'_>) -> Res {
    let mut pos = Vec::with_capacity(args.pos.len() + 1);
    pos.push(o.clone());
    pos.extend_from_slice(args.pos);
    call_on(
        vm,
        name,
        &Args {
            pos: &pos,
            names: args.names,
            kw: args.kw,
        },
    )
}

/// `o.name(..)`, the receiver being the first argument: no bound method is made. May be pending.
pub fn call_on(vm: &mut Vm, name: &Value, args: &Args<'_>) -> Res {
    let Some(o) = args.pos.first() else {
        return Err(vm.type_error("a method needs a receiver"));
    };
    match o.body() {
        Some(Body::Instance(instance)) => {
            // An attribute of the instance comes first, and is called as it is.
            let own = instance.attributes.borrow().get(name).cloned();
            if own.is_none()
                && let Some(method) =
                    Class::of(&instance.class).and_then(|class| class.lookup(name))
            {
                return match method.body() {
                    Some(Body::Function(_)) => call(vm, &method, args),
                    Some(Body::Builtin(builtin)) if builtin.owner.is_some() => {
                        (builtin.call)(vm, args)
                    }
                    _ => call(vm, &method, &rest_of(args)),
                };
            }
        }
        Some(Body::Module(module)) => {
            if let Some(function) = attributes::module_function(vm, module, name) {
                return (function.call)(vm, &rest_of(args));
            }
        }
        Some(Body::Exception(_) | Body::Class(_) | Body::Function(_) | Body::Super(_)) => {}
        _ => {
            if let Some(method) = attributes::builtin_method(vm, o, name) {
                return (method.call)(vm, args);
            }
        }
    }
    let method = attributes::get(vm, o, name);
    match method {
        Ok(method) => call(vm, &method, &rest_of(args)),
        Err(crate::Raise::Pending) => {
            // `__getattr__` of the program makes the method.
            let (pos, names, kw) = (
                args.pos[1..].to_vec(),
                args.names.to_vec(),
                args.kw.to_vec(),
            );
            vm.then(move |vm, method| {
                call(
                    vm,
                    &method?,
                    &Args {
                        pos: &pos,
                        names: &names,
                        kw: &kw,
                    },
                )
            })
        }
        Err(raise) => {
            if let crate::Raise::Exception(raised) = &raise {
                vm.state.missing_method = raised.bits();
            }
            Err(raise)
        }
    }
}

fn rest_of<'a>(args: &Args<'a>) -> Args<'a> {
    Args {
        pos: args.rest(),
        names: args.names,
        kw: args.kw,
    }
}

/// `f(*arguments, **keywords)`: an iterable, and a dict or None. May be pending.
pub fn call_spread(vm: &mut Vm, f: &Value, arguments: &Value, keywords: &Value) -> Res {
    if !unpack::is_iterable(arguments) {
        let (function, given) = (shown_function(vm, f), type_name(arguments));
        return Err(vm.type_error(&format!(
            "{function} argument after * must be an iterable, not {given}"
        )));
    }
    let (f, keywords) = (f.clone(), keywords.clone());
    iterate::collect_then(vm, arguments, move |vm, pos| {
        spread(vm, &f, &pos, &keywords)
    })
}

fn spread(vm: &mut Vm, f: &Value, pos: &[Value], keywords: &Value) -> Res {
    let (mut names, mut kw) = (Vec::new(), Vec::new());
    if let Some(Body::Dict(dict)) = keywords.body() {
        for (name, value) in dict.borrow().iter() {
            names.push(name.clone());
            kw.push(value.clone());
        }
    }
    if names.iter().any(|name| name.as_text().is_none()) {
        return Err(vm.type_error("keywords must be strings"));
    }
    call(
        vm,
        f,
        &Args {
            pos,
            names: &names,
            kw: &kw,
        },
    )
}

/// `f.__qualname__()` as messages about calls name it: `__main__.f()`, `len()`.
pub fn shown_function(vm: &mut Vm, f: &Value) -> String {
    match f.body() {
        Some(Body::Function(function)) => {
            let name = vm
                .codes
                .get(function.code as usize)
                .map_or("?", |code| code.qualified_name.as_str());
            format!("__main__.{name}()")
        }
        Some(Body::Builtin(builtin)) => match builtin.owner {
            Some(owner) => format!("{}.{}()", owner.name(), builtin.name),
            None => format!("{}()", builtin.name),
        },
        Some(Body::Bound(bound)) => {
            let function = bound.function.clone();
            shown_function(vm, &function)
        }
        Some(Body::Class(class)) => format!("{}()", class.shown()),
        _ => format!("{} object", type_name(f)),
    }
}
